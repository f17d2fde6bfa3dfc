package profile

import (
	"regexp"

	"shurong.org/shurong/fault"
)

// ErrFile says that a regime's file is not one.
var ErrFile = fault.Define("profile.file", fault.Invalid,
	"规则文件格式有误", "the rule file is malformed").
	Hint("格式见内置规则文件", "see the files that come with the program")

// ErrProfile says that a profile's figures cannot be.
var ErrProfile = fault.Define("profile.figure", fault.Invalid,
	"规则 {profile} 的 {field} 超出范围", "profile {profile}: {field} is out of range")

var name = regexp.MustCompile(`^[a-z][a-z0-9-]{2,39}$`)

// Check bounds a profile's figures. Terms of zero mean that the regime has no such step; acceptance, review and validity
// every regime has.
func Check(p Profile) error {
	bad := func(field string) error { return ErrProfile.With("profile", p.Name, "field", field) }
	within := func(n, low, high int) bool { return n >= low && n <= high }
	switch {
	case !name.MatchString(p.Name):
		return bad("name")
	case !within(p.Version, 1, 10_000):
		return bad("version")
	case p.Regime == "" || len(p.Regime) > 300:
		return bad("regime")
	case !within(p.AcceptanceDays, 1, 90):
		return bad("acceptance_days")
	case !within(p.CorrectionDays, 1, 180):
		return bad("correction_days")
	case !within(p.ReviewDays, 1, 180):
		return bad("review_days")
	case !within(p.ReviewExtension, 0, 180):
		return bad("review_extension")
	case !within(p.PublicityDays, 1, 180):
		return bad("publicity_days")
	case !within(p.ObjectionDays, 1, 180):
		return bad("objection_days")
	case !within(p.NoticeDays, 1, 180):
		return bad("notice_days")
	case !within(p.ValidityMonths, 1, 120):
		return bad("validity_months")
	case !within(p.RenewalMonths, 0, 24) || !within(p.RenewalDays, 0, 366):
		return bad("renewal_months")
	case !p.NoRenewal && p.RenewalMonths == 0 && p.RenewalDays == 0:
		return bad("renewal_months")
	case !within(p.RetentionYears, 1, 100):
		return bad("retention_years")
	case !within(p.LienNoticeDays, 1, 90):
		return bad("lien_notice_days")
	case !within(p.ValuationMaxMonth, 1, 36):
		return bad("valuation_max_months")
	case p.PledgeFiling != "" && p.PledgeFiling != "unified" && p.PledgeFiling != "ip":
		return bad("pledge_filing")
	}
	for _, list := range [][]string{p.Types, p.Unposted} {
		if len(list) > 5 {
			return bad("types")
		}
		for i, t := range list {
			if !known[t] {
				return bad("types")
			}
			for _, before := range list[:i] {
				if before == t {
					return bad("types")
				}
			}
		}
	}
	return nil
}

var known = map[string]bool{"initial": true, "transfer": true, "change": true, "renewal": true, "cancellation": true}
