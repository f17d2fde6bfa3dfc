package facts

// Role is what an organisation may be in the registry.
type Role string

// The nine roles.
const (
	RoleEnterprise  Role = "enterprise"   // 数据企业
	RoleRegistrar   Role = "registrar"    // 登记机构
	RoleAppraiser   Role = "appraiser"    // 评估机构
	RoleBank        Role = "bank"         // 银行
	RoleGuarantor   Role = "guarantor"    // 担保机构
	RoleExchange    Role = "exchange"     // 数据交易所
	RolePlanManager Role = "plan_manager" // 计划管理人
	RoleInvestor    Role = "investor"     // 投资者
	RoleRegulator   Role = "regulator"    // 监管机构
)

// RolePerson is a natural person (自然人), known here by a commitment only. A person is admitted as such, by a registrar, and
// never together with another role.
const RolePerson Role = "person"

// Roles lists the roles an organisation can be admitted in.
var Roles = []Role{
	RoleEnterprise, RoleRegistrar, RoleAppraiser, RoleBank, RoleGuarantor, RoleExchange, RolePlanManager,
	RoleInvestor, RoleRegulator,
}

// Organisation is a legal entity admitted to the registry, whose name is public by the credit code's register, or a
// natural person, of whom the registry knows a number of its own making and a commitment.
type Organisation struct {
	USCC       string `json:"uscc"` // credit code; of a person, NP-…
	Name       string `json:"name"`
	Region     string `json:"region"` // GB/T 2260 code of the place, 6 digits
	Roles      []Role `json:"roles"`
	AdmittedBy string `json:"admitted_by"`
	// CodeRegion and CodeDigit are a registrar's part of the certificate code (Guide annex 6).
	CodeRegion string `json:"code_region,omitempty"`
	CodeDigit  string `json:"code_digit,omitempty"`
	// Identity is the salted commitment to a natural person's name and number.
	Identity string `json:"identity,omitempty"`
	// Former are the names it had, oldest first.
	Former []string `json:"former,omitempty"`
}

// Has reports whether the organisation holds a role.
func (o *Organisation) Has(r Role) bool {
	for _, have := range o.Roles {
		if have == r {
			return true
		}
	}
	return false
}

// Applies reports whether it may apply for registration: an enterprise or a natural person.
func (o *Organisation) Applies() bool { return o.Has(RoleEnterprise) || o.Has(RolePerson) }
