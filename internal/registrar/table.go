package registrar

import "shurong.org/shurong/internal/registry"

// RightsTable is the source → rights table as a screen shows it.
type RightsTable struct {
	Rows []RightsTableRow `json:"rows"`
}

// RightsTableRow is one row. Rights are those of the plainest case in which the row applies; rows that follow a contract
// grant what it grants.
type RightsTableRow struct {
	Code       string              `json:"code"`
	Source     registry.SourceKind `json:"source" doc:"empty: any"`
	Article    string              `json:"article"`
	ByContract bool                `json:"by_contract"`
	Rights     []registry.Right    `json:"rights"`
}

func rightsTable() RightsTable {
	out := RightsTable{Rows: []RightsTableRow{}}
	for _, r := range registry.RightsTable {
		row := RightsTableRow{Code: r.Code, Source: r.Kind, Article: r.Article, Rights: []registry.Right{}}
		// What a contract that grants everything, and one that grants nothing, would lead to.
		full := r.Rights(registry.Source{Kind: r.Kind, ContractRights: registry.AllRights})
		row.ByContract = len(full) != len(r.Rights(registry.Source{Kind: r.Kind}))
		row.Rights = append(row.Rights, full...)
		out.Rows = append(out.Rows, row)
	}
	return out
}
