package profile

// Profile is a rule profile: the terms of a registration regime, as data. Days are working days.
type Profile struct {
	Regime            string `json:"regime" yaml:"regime"`
	AcceptanceDays    int    `json:"acceptance_days" yaml:"acceptance_days"`           // Guide Art. 17: answer within 3
	CorrectionDays    int    `json:"correction_days" yaml:"correction_days"`           // Guide Art. 17: "not corrected in time"; the term is the registrar's
	ReviewDays        int    `json:"review_days" yaml:"review_days"`                   // Guide Art. 28: 10
	ReviewExtension   int    `json:"review_extension" yaml:"review_extension"`         // Guide Art. 28: at most 10 more
	PublicityDays     int    `json:"publicity_days" yaml:"publicity_days"`             // Guide Art. 24: 5 from posting
	ObjectionDays     int    `json:"objection_days" yaml:"objection_days"`             // Guide Art. 25: 10
	NoticeDays        int    `json:"notice_days" yaml:"notice_days"`                   // Guide Art. 29: 5
	ValidityMonths    int    `json:"validity_months" yaml:"validity_months"`           // Guide Art. 26: at most 60
	RenewalMonths     int    `json:"renewal_months" yaml:"renewal_months"`             // Guide Art. 36: from 6 months before
	RetentionYears    int    `json:"retention_years" yaml:"retention_years"`           // Guide Art. 10(2): 20
	LienNoticeDays    int    `json:"lien_notice_days" yaml:"lien_notice_days"`         // an earlier pledgee's silence; platform rule
	ValuationMaxMonth int    `json:"valuation_max_months" yaml:"valuation_max_months"` // an appraisal is used for at most 12

	Name          string   `json:"name,omitempty" yaml:"name"`                    // of a regime other than the log's own: shanghai-ip-2024
	Version       int      `json:"version,omitzero" yaml:"version"`               // of its data, from 1
	Types         []string `json:"types,omitempty" yaml:"types"`                  // registration types it knows; none: the five of the Guide
	Unposted      []string `json:"unposted,omitempty" yaml:"unposted"`            // types that are not posted for objection
	EvidenceFirst bool     `json:"evidence_first,omitzero" yaml:"evidence_first"` // a deposit or notarisation comes before filing
	RenewalDays   int      `json:"renewal_days,omitzero" yaml:"renewal_days"`     // renewal window in days, where the regime counts it so
	PledgeFiling  string   `json:"pledge_filing,omitempty" yaml:"pledge_filing"`  // where a pledge is filed: unified (default), ip
	NoRenewal     bool     `json:"no_renewal,omitzero" yaml:"no_renewal"`         // lapses for good at its end
	NeedsPublicNo bool     `json:"needs_public_no,omitzero" yaml:"needs_public_no"`
}

// National is the regime of 国数综政策〔2026〕35号.
func National() Profile {
	return Profile{
		Regime: "国数综政策〔2026〕35号", AcceptanceDays: 3, CorrectionDays: 10, ReviewDays: 10, ReviewExtension: 10,
		PublicityDays: 5, ObjectionDays: 10, NoticeDays: 5, ValidityMonths: 60, RenewalMonths: 6, RetentionYears: 20,
		LienNoticeDays: 5, ValuationMaxMonth: 12,
	}
}
