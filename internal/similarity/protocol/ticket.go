package protocol

import (
	"bytes"
	"crypto/ed25519"
	"time"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/fault"
)

// ErrTicket says why a ticket is not good.
var ErrTicket = fault.Define("similarity.ticket", fault.Forbidden,
	"凭票无效：{why_zh}", "the ticket is not good: {why}").
	Hint("请重新向登记机构节点请求计算，凭票只用一次、两分钟内有效", "ask the registrar's node again: a ticket serves once, within two minutes")

// TicketLife is how long a ticket is good.
const TicketLife = 2 * time.Minute

// ticketPrefix separates these signatures from every other.
const ticketPrefix = "shurong similarity ticket v1\n"

// Ticket is a registrar's node's word that it checked and counted a request, for a body that keeps a share and no registry.
// It is good for these blinded elements alone, once, for a short time. Who asked and for what stands in it as a digest, by
// which the body bounds what is evaluated for one subject.
type Ticket struct {
	Count    int    `json:"count"`    // of elements
	Elements string `json:"elements"` // SHA-256 of the elements, one after another, hexadecimal
	Epoch    int    `json:"epoch"`
	Expires  int64  `json:"expires"` // Unix milliseconds
	Issued   int64  `json:"issued"`
	Nonce    string `json:"nonce"`
	Share    string `json:"share"`   // SHA-256 of the body's public part: for no other
	Subject  string `json:"subject"` // SHA-256 of organisation, line feed, subject
	Sig      []byte `json:"sig,omitempty"`
	V        int    `json:"v"`
}

// TicketFor makes a ticket without its signature.
func TicketFor(elements []byte, count, epoch int, share []byte, org, subject, nonce string, now time.Time) *Ticket {
	return &Ticket{
		Count: count, Elements: canon.Hex(elements), Epoch: epoch, Issued: now.UnixMilli(), Expires: now.Add(TicketLife).UnixMilli(),
		Nonce: nonce, Share: canon.Hex(share), Subject: canon.Hex([]byte(org + "\n" + subject)), V: 1,
	}
}

func (t *Ticket) message() []byte {
	c := *t
	c.Sig = nil
	return append([]byte(ticketPrefix), canon.Must(c)...)
}

// Sign signs the ticket and returns its bytes, canonical JSON.
func (t *Ticket) Sign(priv ed25519.PrivateKey) []byte {
	t.Sig = ed25519.Sign(priv, t.message())
	return canon.Must(t)
}

// maxTicket bounds a ticket in bytes.
const maxTicket = 1024

// ParseTicket reads a ticket and checks its signature. What it is for is the caller's to check.
func ParseTicket(b []byte, pub ed25519.PublicKey) (*Ticket, error) {
	t := new(Ticket)
	bad := func(why, zh string) (*Ticket, error) { return nil, ErrTicket.With("why", why, "why_zh", zh) }
	if len(b) > maxTicket || canon.Unmarshal(b, t) != nil {
		return bad("it cannot be read", "无法读取")
	}
	if again, err := canon.Marshal(t); err != nil || !bytes.Equal(again, b) || t.V != 1 {
		return bad("it is not canonical", "不是规范格式")
	}
	if len(pub) != ed25519.PublicKeySize || !ed25519.Verify(pub, t.message(), t.Sig) {
		return bad("the trusted node did not sign it", "签名不属于所信任的节点")
	}
	return t, nil
}

// Pass is a ticket with the body that it is for.
type Pass struct {
	Ticket []byte `json:"ticket"`
	URL    string `json:"url"`
}

// ShareRequest asks a body that takes tickets.
type ShareRequest struct {
	Elements []byte `json:"elements"`
	Ticket   []byte `json:"ticket"`
}

// SharePath is where such a body answers, below its address.
const SharePath = "/api/v1/similarity/share-evaluations"
