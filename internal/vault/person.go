package vault

import (
	"context"
	"database/sql"
	"time"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/identifier"
	"shurong.org/shurong/internal/audit"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/keyring"
	"shurong.org/shurong/internal/registry"
)

// Particulars are who a natural person is. They never leave the node.
type Particulars struct {
	Name     string `json:"name" maxLength:"60"`
	IDNumber string `json:"id_number" maxLength:"18" doc:"resident identity card, 18 characters"`
	Phone    string `json:"phone,omitempty" maxLength:"30"`
	Address  string `json:"address,omitempty" maxLength:"200"`
}

// Person is a natural person as a registrar keeps it. Name and Particulars are absent in lists.
type Person struct {
	ID          string       `json:"id" doc:"number in the registry, NP-…"`
	Identity    string       `json:"identity" doc:"commitment in the log"`
	Registrar   string       `json:"registrar"`
	CreatedAt   time.Time    `json:"created_at"`
	ErasedAt    *time.Time   `json:"erased_at,omitempty"`
	Particulars *Particulars `json:"particulars,omitempty" doc:"each reading is logged"`
	seq         int64
}

// Seq is the person's place in its list.
func (p Person) Seq() int64 { return p.seq }

// NewPerson is a natural person to be admitted.
type NewPerson struct {
	Particulars
	Province string `json:"province" pattern:"^[0-9]{2}$" doc:"first two digits of GB/T 2260; a finer place could tell who it is"`
}

func (p *NewPerson) check() error {
	if n := len([]rune(p.Name)); n < 2 || n > 60 {
		return ErrPerson.With("why", "name").At("body.name")
	}
	if _, err := identifier.ParseResidentID(p.IDNumber); err != nil {
		return fault.From(err).At("body.id_number")
	}
	return nil
}

// AdmitPerson admits a natural person: the particulars stay here, a commitment to them goes into the log, and this node
// keeps the person's key.
func (s *Service) AdmitPerson(ctx context.Context, in NewPerson) (Person, error) {
	p, err := auth.Must(ctx)
	if err != nil {
		return Person{}, err
	}
	if err := in.check(); err != nil {
		return Person{}, err
	}
	body := canon.Must(in.Particulars)
	commitment, salt := keyring.Commit(body)
	id := registry.PersonID(commitment)
	err = s.store.Tx(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO vault_person (id, seq, registrar, identity, ref, salt, body, created, erased)
			SELECT ?, COALESCE(MAX(seq), 0) + 1, ?, ?, '', ?, ?, ?, 0 FROM vault_person`,
			id, p.Org, commitment, salt, string(body), s.clock.Now().UnixMilli())
		return err
	})
	if err != nil {
		return Person{}, err
	}
	if err := s.admit(ctx, p.Org, id, commitment, in.Province+"0000"); err != nil {
		gone := context.WithoutCancel(ctx)
		if keyring.Refused(err) {
			_ = s.store.Tx(gone, func(tx *db.Tx) error {
				_, err := tx.Exec(gone, "DELETE FROM vault_person WHERE id = ?", id)
				return err
			})
		}
		return Person{}, err
	}
	return s.person(ctx, id)
}

func (s *Service) admit(ctx context.Context, registrar, id, commitment, region string) error {
	pub, err := s.keys.Ensure(ctx, id, registry.PurposeOrganisation)
	if err != nil {
		return err
	}
	receipt, err := s.keys.SubmitOnce(ctx, "person/"+id, registrar, &registry.PersonAdmit{Identity: commitment, Region: region, Pub: pub})
	if err != nil {
		return err
	}
	if err := s.dir.Wait(ctx, receipt.Index+1); err != nil {
		return err
	}
	return s.store.Tx(ctx, func(tx *db.Tx) error {
		o := auth.Organisation{USCC: id, NameZH: "自然人 " + id, NameEN: "Person " + id, Hosted: true, Roles: []auth.Role{auth.Enterprise}}
		if err := auth.SaveOrganisation(ctx, tx, o); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{Action: "person.admit", Subject: "person/" + id, After: map[string]string{"identity": commitment}})
	})
}

func (s *Service) person(ctx context.Context, id string) (Person, error) {
	var out Person
	err := s.store.View(ctx, func(tx *db.Tx) (err error) {
		out, err = scanPerson(tx.QueryRow(ctx, "SELECT id, seq, registrar, identity, created, erased FROM vault_person WHERE id = ?", id).Scan)
		return none(err, "person")
	})
	return out, err
}

func scanPerson(scan func(...any) error) (Person, error) {
	var p Person
	var created, erased int64
	err := scan(&p.ID, &p.seq, &p.Registrar, &p.Identity, &created, &erased)
	p.CreatedAt = time.UnixMilli(created).UTC()
	if erased != 0 {
		t := time.UnixMilli(erased).UTC()
		p.ErasedAt = &t
	}
	return p, err
}

// Persons lists whom the caller's organisation admitted, newest first, without their particulars.
func (s *Service) Persons(ctx context.Context, before int64, limit int) ([]Person, error) {
	p, err := auth.Must(ctx)
	if err != nil {
		return nil, err
	}
	out := []Person{}
	err = s.store.View(ctx, func(tx *db.Tx) error {
		return tx.Each(ctx, func(rows *sql.Rows) error {
			v, err := scanPerson(rows.Scan)
			out = append(out, v)
			return err
		}, "SELECT id, seq, registrar, identity, created, erased FROM vault_person WHERE registrar = ? AND seq < ? ORDER BY seq DESC LIMIT ?",
			p.Org, before, limit)
	})
	return out, err
}

// mine returns a person if the caller is its registrar, or the person itself.
func (s *Service) mine(ctx context.Context, id string) (Person, auth.Principal, error) {
	p, err := auth.Must(ctx)
	if err != nil {
		return Person{}, p, err
	}
	v, err := s.person(ctx, id)
	if err == nil && (p.Org == "" || p.Org != v.Registrar && p.Org != v.ID) {
		err = ErrNotFound.With("what", "person")
	}
	return v, p, err
}

// ReadPerson returns a person's particulars and writes the reading down.
func (s *Service) ReadPerson(ctx context.Context, id, purpose string) (Person, error) {
	v, p, err := s.mine(ctx, id)
	if err != nil {
		return Person{}, err
	}
	if p.Org != v.ID {
		if err := purposeOf(purpose); err != nil {
			return Person{}, err
		}
	}
	if v.ErasedAt != nil {
		return Person{}, ErrErased.With("what", id)
	}
	err = s.store.Tx(ctx, func(tx *db.Tx) error {
		var body string
		if err := tx.QueryRow(ctx, "SELECT body FROM vault_person WHERE id = ?", id).Scan(&body); err != nil {
			return err
		}
		v.Particulars = new(Particulars)
		if err := canon.Unmarshal([]byte(body), v.Particulars); err != nil {
			return err
		}
		return s.note(ctx, tx, id, "person/"+id, "read", purpose)
	})
	return v, err
}

// ErasePerson removes a person's particulars and their salt, and every form in which they stand, once no case of the
// person is open and no certificate in force. The commitment left in the log is then a number about nobody.
func (s *Service) ErasePerson(ctx context.Context, id string) (Person, error) {
	v, _, err := s.mine(ctx, id)
	if err != nil || v.ErasedAt != nil {
		return v, err
	}
	if err := s.nothingInForce(ctx, id); err != nil {
		return Person{}, err
	}
	err = s.store.Tx(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, "UPDATE vault_person SET salt = ?, body = '', erased = ? WHERE id = ?",
			[]byte{}, s.clock.Now().UnixMilli(), id); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "UPDATE vault_paper SET salt = ?, body = ?, name = '', sha256 = '', erased = ? WHERE org = ? AND erased = 0",
			[]byte{}, []byte{}, s.clock.Now().UnixMilli(), id); err != nil {
			return err
		}
		if s.forget != nil {
			if err := s.forget(ctx, tx, id); err != nil {
				return err
			}
		}
		if err := s.note(ctx, tx, id, "person/"+id, "erase", ""); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{Action: "person.erase", Subject: "person/" + id})
	})
	if err != nil {
		return Person{}, err
	}
	return s.person(ctx, id)
}

// nothingInForce refuses while a case of somebody is open or a certificate in force.
func (s *Service) nothingInForce(ctx context.Context, org string) error {
	cases, err := s.dir.Cases(ctx, directoryApplies(org), allRows)
	if err != nil {
		return err
	}
	for i := range cases {
		if err := s.notNeeded(ctx, &cases[i].Fact, org); err != nil {
			return err
		}
	}
	held, err := s.dir.Certificates(ctx, directoryHeld(org), allRows)
	if err != nil {
		return err
	}
	today := registry.Day(s.clock.Now().UnixMilli())
	for i := range held {
		if held[i].Fact.Live(today) {
			return ErrNeeded.With("what", org, "on", held[i].Fact.Code)
		}
	}
	return nil
}
