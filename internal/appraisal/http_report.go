package appraisal

import (
	"context"

	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/standard"
)

// ByReport names a report in the path: by its valuation, or by its commitment.
type ByReport struct {
	Report string `path:"report" maxLength:"64"`
}

// LenderText is a lender's parameters as text.
type LenderText struct {
	Text string `json:"text,omitempty" maxLength:"65536" doc:"YAML; empty: the example's"`
}

// RivalList are reports on the same data.
type RivalList struct {
	Items []ReportItem `json:"items"`
}

// SectorList are the templates of all sectors.
type SectorList struct {
	Items []SectorBasis `json:"items"`
}

// reportRoutes are the readings of a report.
func (s *Service) reportRoutes(a *api.API) {
	api.Register(a, api.Op{Method: "GET", Path: "/reports/{report}/document", ID: "download-report",
		Action: auth.ValuationRead, Tag: tag,
		Summary: "Download a report as PDF, or as a workbook whose figures are live formulas"},
		func(ctx context.Context, in *struct {
			ByReport
			Format string `query:"format" enum:"pdf,xlsx" default:"pdf"`
			Lang   string `query:"lang" enum:"zh,en" default:"zh"`
		}) (*download, error) {
			return s.Document(ctx, in.Report, in.Format, in.Lang)
		})
	api.Register(a, api.Op{Method: "GET", Path: "/reports/{report}/rivals", ID: "list-rival-reports",
		Action: auth.ValuationRead, Tag: tag, Summary: "List the other reports on the same data that I may read"},
		func(ctx context.Context, in *ByReport) (*api.Out[RivalList], error) {
			items, err := s.Rivals(ctx, in.Report)
			return api.Result(RivalList{items}, err)
		})
	api.Register(a, api.Op{Method: "GET", Path: "/reports/{report}/comparison", ID: "compare-reports",
		Action: auth.ValuationRead, Tag: tag, Summary: "Hold two reports on the same data against each other, input by input",
		Detail: "For each input that differs: what the first report's value would be moved by with the second's input in its place."},
		func(ctx context.Context, in *struct {
			ByReport
			With string `query:"with" required:"true" maxLength:"64"`
		}) (*api.Out[Comparison], error) {
			return api.Result(s.Compare(ctx, in.Report, in.With))
		})
	api.Register(a, api.Op{Method: "GET", Path: "/reports/{report}/series", ID: "report-series",
		Action: auth.ValuationRead, Tag: tag, Summary: "Run a report again with every measurement since, with what drove the value"},
		func(ctx context.Context, in *ByReport) (*api.Out[Series], error) {
			return api.Result(s.Series(ctx, in.Report))
		})
	api.Register(a, api.Op{Method: "POST", Path: "/reports/{report}/lender", ID: "report-lender", Action: auth.ValuationRead,
		Tag: tag, NoReplay: true, Summary: "The lender's view: forced-sale value and the pledge rate it carries; keeps nothing"},
		func(ctx context.Context, in *struct {
			ByReport
			Body LenderText
		}) (*api.Out[Lender], error) {
			return api.Result(s.Lender(ctx, in.Report, in.Body.Text))
		})
	api.Register(a, api.Op{Method: "POST", Path: "/valuations/inputs", ID: "fill-valuation", Action: auth.ValuationRead,
		Tag: tag, NoReplay: true, Summary: "List the numbers of a valuation file, after changing one; keeps nothing",
		Detail: "The rest of the text stays as it is, comments too."},
		func(_ context.Context, in *struct{ Body Change }) (*api.Out[Inputs], error) {
			return api.Result(Fill(in.Body))
		})
	api.Register(a, api.Op{Method: "GET", Path: "/commissions/{commission}/basis", ID: "valuation-basis",
		Action: auth.ValuationRead, Tag: tag,
		Summary: "What the platform knows that a valuation can rest on: quality, typical ranges, recorded values; appraiser only"},
		func(ctx context.Context, in *ByCommission) (*api.Out[Basis], error) {
			return api.Result(s.Basis(ctx, in.Commission))
		})
}

// standardRoutes are public: the unified standard of values.
func (s *Service) standardRoutes(a *api.API) {
	api.Register(a, api.Op{Method: "GET", Path: "/public/values", ID: "value-statistics", Public: true, Tag: tag,
		Summary: "Medians of recorded values by sector, region and method; cells of fewer than three values are not shown"},
		func(ctx context.Context, in *struct{ standard.Query }) (*api.Out[standard.Table], error) {
			return api.Result(s.Standard(ctx, in.Query))
		})
	api.Register(a, api.Op{Method: "GET", Path: "/public/sectors", ID: "value-sectors", Public: true, Tag: tag,
		Summary: "Templates of sectors: what valuations typically look like, and what each figure rests on"},
		func(context.Context, *struct{}) (*api.Out[SectorList], error) {
			items, err := Sectors()
			return api.Result(SectorList{items}, err)
		})
}
