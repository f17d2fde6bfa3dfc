package directory

import "strings"

// table is one projection. Every table has the same first columns (see the migration) and some by which it is
// listed.
type table struct {
	name    string
	columns []string
}

var (
	organisations = table{"directory_organisation", []string{"roles", "region"}}
	keys          = table{"directory_key", []string{"org"}}
	cases         = table{"directory_case", []string{"applicant", "registrar", "status", "form", "asset", "certificate", "objected"}}
	certificates  = table{"directory_certificate", []string{"holder", "registrar", "asset", "case_id", "cancelled"}}
	liens         = table{"directory_lien", []string{"certificate", "pledgor", "pledgee", "status"}}
	annotations   = table{"directory_annotation", []string{"certificate", "kind", "lifted"}}
	valuations    = table{"directory_valuation", []string{"certificate", "appraiser"}}
	heartbeats    = table{"directory_heartbeat", []string{"certificate"}}
	sanctions     = table{"directory_sanction", []string{"subject", "lifted"}}
	loans         = table{"directory_loan", []string{"lender", "borrower", "lien", "certificate", "settled"}}
)

func tableNames() []string {
	var out []string
	for _, t := range []table{organisations, keys, cases, certificates, liens, annotations, valuations, heartbeats, sanctions, loans} {
		out = append(out, t.name)
	}
	return out
}

// upsert is the statement that writes a row: its first position and time stay those of its creation.
func (t table) upsert() string {
	var b strings.Builder
	b.WriteString("INSERT INTO " + t.name + " (id, idx, updated, at, updated_at, fact")
	for _, c := range t.columns {
		b.WriteString(", " + c)
	}
	b.WriteString(") VALUES (?, ?, ?, ?, ?, ?" + strings.Repeat(", ?", len(t.columns)) + ")")
	b.WriteString(" ON CONFLICT (id) DO UPDATE SET updated = excluded.updated, updated_at = excluded.updated_at, fact = excluded.fact")
	for _, c := range t.columns {
		b.WriteString(", " + c + " = excluded." + c)
	}
	return b.String()
}
