package registrar

import (
	"context"

	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/auth"
)

// ByMeasurement names a measurement of a data set in a path.
type ByMeasurement struct {
	ByDataset
	N int64 `path:"n" minimum:"1"`
}

func (s *Service) routesOfMeasurements(a *api.API) {
	api.Register(a, api.Op{Method: "GET", Path: "/datasets/{dataset}/measurements/{n}", ID: "get-measurement",
		Action: auth.AssetRead, Tag: tag,
		Summary: "Read one measurement of a data set of my organisation: profile, scan, quality"},
		func(ctx context.Context, in *ByMeasurement) (*api.Out[MeasurementDetail], error) {
			return api.Result(s.Measurement(ctx, in.Dataset, in.N))
		})
	api.Register(a, api.Op{Method: "GET", Path: "/datasets/{dataset}/measurements/{n}/changes", ID: "compare-measurements",
		Action: auth.AssetRead, Tag: tag, Summary: "Compare a measurement with another of the same data set"},
		func(ctx context.Context, in *struct {
			ByMeasurement
			Since int64 `query:"since" minimum:"1" required:"true" doc:"number of the earlier measurement"`
		}) (*api.Out[Changes], error) {
			return api.Result(s.Changes(ctx, in.Dataset, in.Since, in.N))
		})
	api.Register(a, api.Op{Method: "GET", Path: "/datasets/{dataset}/quality", ID: "list-quality",
		Action: auth.AssetRead, Tag: tag, Summary: "Quality of a data set over its measurements, by dimension"},
		func(ctx context.Context, in *ByDataset) (*api.Out[QualitySeries], error) {
			return api.Result(s.QualitySeries(ctx, in.Dataset))
		})
	api.Register(a, api.Op{Method: "GET", Path: "/cases/{case}/measurement", ID: "get-measurement-of-case",
		Action: auth.CaseRead, Tag: tag,
		Summary: "Read the measurement that a case was filed with, for its parties and its registrar"},
		func(ctx context.Context, in *ByCase) (*api.Out[MeasurementDetail], error) {
			return api.Result(s.MeasurementOfCase(ctx, in.Case))
		})
	api.Register(a, api.Op{Method: "GET", Path: "/cases/{case}/findings/{other}", ID: "get-finding",
		Action: auth.CaseRead, Tag: tag,
		Summary: "Read a similarity finding with the columns of both data sets, as the case's registrar"},
		func(ctx context.Context, in *struct {
			ByCase
			Other string `path:"other" maxLength:"40"`
		}) (*api.Out[Comparison], error) {
			return api.Result(s.Comparison(ctx, in.Case, in.Other))
		})
}
