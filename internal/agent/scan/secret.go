package scan

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"sync"

	"github.com/spf13/viper"
	"github.com/zricethezav/gitleaks/v8/config"

	"shurong.org/shurong/identifier"
)

// secretFrom is the length of the shortest cell that is searched for secrets.
const secretFrom = 20

// secretStarts are what the commonest keys and tokens begin with: those of Alibaba, Tencent, Amazon, Google, GitHub,
// GitLab, Slack, Stripe, OpenAI, npm, PyPI, SendGrid, JSON web tokens, and PEM blocks. A cell is tried on the library's
// rules only if a word in it begins so, or if its column is named as one of secrets.
var secretStarts = []string{"LTAI", "AKID", "AKIA", "ASIA", "AIza", "ghp_", "gho_", "ghu_", "ghs_", "ghr_",
	"github_pat_",
	"glpat-", "xoxb-", "xoxp-", "xoxa-", "xapp-", "sk-", "sk_live_", "rk_live_", "sk_test_", "npm_", "pypi-", "SG.",
	"eyJ",
	"-----BEGIN", "hvs.", "dop_v1_", "ya29.", "SK", "EAAC", "shpat_", "glsa_"}

// secretFirst marks the first bytes of secretStarts.
var secretFirst = func() (t [256]bool) {
	for _, s := range secretStarts {
		t[s[0]] = true
	}
	return t
}()

// wordByte marks the bytes of which keys and tokens are made.
var wordByte = func() (t [256]bool) {
	for c := range t {
		t[c] = alnum(byte(c)) || c == '_' || c == '-' || c == '.' || c == '+' || c == '/' || c == '='
	}
	return t
}()

// beginsSecret reports whether some word of a cell, at least 16 bytes long, begins like a known secret. A
// cell without blanks, = and : is one word.
func beginsSecret(cell []byte, spaced bool) bool {
	if !spaced && bytes.IndexByte(cell, '=') < 0 && bytes.IndexByte(cell, ':') < 0 {
		return secretFirst[cell[0]] && startsSecret(cell)
	}
	for i := 0; i+16 <= len(cell); i++ {
		if secretFirst[cell[i]] && (i == 0 || !wordByte[cell[i-1]] || cell[i-1] == '=') && startsSecret(cell[i:]) {
			return true
		}
	}
	return false
}

func startsSecret(rest []byte) bool {
	for _, s := range secretStarts {
		if rest[0] == s[0] && rest[1] == s[1] && len(rest) >= len(s) && string(rest[:len(s)]) == s {
			return true
		}
	}
	return false
}

// secretRules are the rules of gitleaks for secrets that are recognised by themselves, without a word like "password"
// near them; the generic rule is tried on columns that are named so. The library's scanner is left aside: it walks
// repositories and archives, and brings 3 MB for that.
var secretRules = sync.OnceValues(func() (rules []config.Rule, generic *config.Rule) {
	v := viper.New()
	v.SetConfigType("toml")
	var raw config.ViperConfig
	if v.ReadConfig(strings.NewReader(config.DefaultConfig)) != nil || v.Unmarshal(&raw) != nil {
		return nil, nil // the embedded rules are wrong: TestSecretRulesAreThere fails
	}
	c, err := raw.Translate()
	if err != nil {
		return nil, nil
	}
	for _, id := range c.OrderedRules {
		r := c.Rules[id]
		switch {
		case r.Regex == nil:
		case id == "generic-api-key":
			generic = &r
		default:
			rules = append(rules, r)
		}
	}
	return rules, generic
})

// secretRule is the identifier of the first rule of gitleaks that a text breaks, or "". The rules are made for source
// code: what ends a word in Chinese prose is made white space for them.
func secretRule(text string) string {
	rules, _ := secretRules()
	text = strings.Map(func(r rune) rune {
		if r >= 0x80 || r == ',' {
			return ' '
		}
		return r
	}, text)
	lower := strings.ToLower(text)
	for i := range rules {
		r := &rules[i]
		if len(r.Keywords) > 0 && !containsAny(lower, r.Keywords) {
			continue
		}
		if breaks(r, text) {
			return r.RuleID
		}
	}
	return ""
}

// breaks applies one rule as gitleaks does: pattern, group, entropy, allow lists.
func breaks(r *config.Rule, text string) bool {
	for _, m := range r.Regex.FindAllStringSubmatch(text, -1) {
		found := m[0]
		switch {
		case r.SecretGroup > 0 && r.SecretGroup < len(m):
			found = m[r.SecretGroup]
		case len(m) > 1:
			for _, g := range m[1:] {
				if g != "" {
					found = g
					break
				}
			}
		}
		if r.Entropy > 0 && entropy(found) <= r.Entropy {
			continue
		}
		allowed := false
		for _, a := range r.Allowlists {
			stop, _ := a.ContainsStopWord(found)
			allowed = allowed || a.RegexAllowed(found) || stop
		}
		if !allowed {
			return true
		}
	}
	return false
}

// entropy is Shannon's, in bits a byte.
func entropy(s string) float64 {
	var count [256]int
	for i := 0; i < len(s); i++ {
		count[s[i]]++
	}
	e := 0.0
	for _, n := range count {
		if n > 0 {
			p := float64(n) / float64(len(s))
			e -= p * math.Log2(p)
		}
	}
	return e
}

// secretColumnShare is from which share on a column named as one of secrets is one.
const secretColumnShare = 300_000

// secretAlone is from which share on keys make a column one of secrets whatever it is called.
const secretAlone = 100_000

// secrets finds columns of keys and passwords: by the rules, and by a name that says so over values that are no plain
// words or numbers.
func (t *whole) secrets() {
	for i, s := range t.columns {
		if s.examined == 0 {
			continue
		}
		rule, n := "", int64(0)
		for j := range s.distinct {
			if v := &s.distinct[j]; len(v.text) >= 16 && beginsSecret([]byte(v.text), true) && n < 200 {
				if id := secretRule(v.text); id != "" {
					rule = id
					n += v.count
				}
			}
		}
		header := s.hinted.has(secret)
		if header {
			if opaque := s.opaque(); s.share(opaque) >= secretColumnShare {
				n = max(n, opaque)
			}
		}
		if n == 0 || !header && s.share(n) < secretAlone && n < 200 {
			continue // what stands in single cells is told with the texts
		}
		f := finding(secret, s.header, i)
		f.Header, f.Confidence = header, High
		f.Examined, f.Form, f.Passing, f.SharePPM, f.ExcessPPM = s.examined, n, n, s.share(n), s.share(n)
		f.Matching = s.values * n / s.examined
		f.Reason = Text{"列名为口令或密钥，内容为不规则字符串", "named as passwords or keys, and the values are opaque"}
		if rule != "" {
			f.Reason = Text{fmt.Sprintf("符合凭据规则 %s（gitleaks）", rule), fmt.Sprintf("breaks the rule %s of gitleaks",
				rule)}
		}
		t.findings = append(t.findings, f)
	}
}

// opaque counts the values that look like passwords, hashes of them, or keys: no blanks, no characters beyond ASCII,
// letters with digits or signs, or a digest.
func (s *sampleColumn) opaque() (n int64) {
	for i := range s.distinct {
		v := &s.distinct[i]
		if len(v.text) < 6 || len(v.text) > 4096 || strings.ContainsAny(v.text, "* ") {
			continue
		}
		letters, others := false, false
		for j := 0; j < len(v.text); j++ {
			c := v.text[j]
			if c >= 0x80 {
				letters, others = false, false
				break
			}
			if c|0x20 >= 'a' && c|0x20 <= 'z' {
				letters = true
			} else {
				others = true
			}
		}
		if letters && others {
			n += v.count
		}
	}
	return n
}

// inText reports what stands inside texts, as far as it is more than chance.
func (t *whole) inText() (out []InText) {
	d := t.in.Detector
	if d == nil {
		return nil
	}
	for i := range d.columns {
		c := &d.columns[i]
		info := &t.in.Columns[i]
		add := func(k kind, cells, expected int64, rule string) {
			a := &catalogue[k]
			out = append(out, InText{Column: info.Name, Index: i, Category: a.code, ZH: a.zh, EN: a.en, Grade: a.grade,
				Cells:  cells,
				Per10k: cells * 10_000 / max(1, info.Values), Expected: expected, Rule: rule, Cure: cures[redactText]})
		}
		for tk, k := range [textKinds]kind{textMobile: mobile, textResident: residentID, textCard: bankCard,
			textEmail: email} {
			if t.has(i, k) {
				continue // the column is of the kind: +86 before a number is no text
			}
			form, valid := c.form[tk], c.valid[tk]
			expected := int64(math.Round(float64(form) * theory(k)))
			if k == mobile {
				expected = form * identifier.MobileSegmentsPPM / 1_000_000
				if valid*4 < form*3 {
					continue
				}
				expected -= expected * (valid - expected) / max(1,
					form-expected) // what is left when all are real is none
			}
			if c := theory(k); c > 0 && float64(valid)-c*float64(form) < sigmaText*math.Sqrt(c*(1-c)*float64(form)) {
				continue
			}
			if valid-expected >= inTextLeast && valid >= liftLeast*expected {
				add(k, valid, expected, "")
			}
		}
		if c.secrets > 0 && !t.has(i, secret) {
			hits, rule := 0, ""
			for _, s := range c.kept {
				if id := secretRule(string(bytes.ToValidUTF8(s.cell, []byte("?")))); id != "" {
					hits++
					rule = id
				}
			}
			if hits > 0 {
				add(secret, max(1, c.secrets*int64(hits)/int64(len(c.kept))), 0, rule)
			}
		}
	}
	return out
}

// sigmaText is by how many standard errors numbers in texts must pass beyond chance.
const sigmaText = 4

// inTextLeast is how many cells must hold a number for it to be told: fewer are slips.
const inTextLeast = 3
