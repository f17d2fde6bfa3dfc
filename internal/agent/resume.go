package agent

import (
	"errors"
	"os"
	"slices"

	"shurong.org/shurong/internal/agent/keep"
	"shurong.org/shurong/internal/agent/profile"
	"shurong.org/shurong/internal/agent/scan"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/table"
	"shurong.org/shurong/sketch"
)

// Resume has a pass written down now and then, so that one that was killed goes on where it stood: at every part of a folder,
// every 256 MiB of a file of text or JSON lines, and at the first row group after as much of a Parquet file. What was counted
// until then is one file, replaced whole and synced; it holds rows of the sample, stays at the site, mode 0600, and is removed
// when the measurement is done.
//
// The result is byte for byte that of a pass that was not broken off: blocks are the same, and what is merged does not depend on
// who read which. The bytes that are passed over are read again and held against their digests; what is spared is taking
// them apart. A pass is taken up by the same build, under the same settings, on the same day; else it begins anew.
//
// Other sources than such files and folders, and passes under rules of the owner's own, begin anew.
type Resume struct {
	File     string // of the state
	Settings string // what the caller's options are, beside the agent's

	// Taken, if not nil, is told from which block on the pass goes on.
	Taken func(block int)
}

// passed is what a pass wrote down.
type passed struct {
	Settings string
	Day      string
	Columns  []string
	Rows     int64
	Mark     table.Mark
	Profile  *profile.Builder
	Scan     []*scan.Detector
	Sketch   []*sketch.Builder
}

type resume struct {
	Resume
	stream table.Resumer
	about  passed
}

// errAnew says that a state cannot be taken up and was removed: the source is to be opened again.
var errAnew = errors.New("the pass begins anew")

// Anew reports whether a stream was used up by the attempt to go on where another pass stood: open it again.
func Anew(err error) bool { return errors.Is(err, errAnew) }

// resumer finds the stream that can be taken up, within others.
func resumer(s table.Stream) table.Resumer {
	for {
		if r, ok := s.(table.Resumer); ok {
			return r
		}
		w, ok := s.(interface{ Unwrap() table.Stream })
		if !ok {
			return nil
		}
		s = w.Unwrap()
	}
}

// takeUp goes on where another pass stood, if its state is there.
func (p *pass) takeUp(s table.Stream) error {
	if p.o.Resume == nil || p.o.Rules != nil {
		return nil
	}
	r := resumer(s)
	if r == nil {
		return nil
	}
	p.resume = &resume{Resume: *p.o.Resume, stream: r}
	about := &p.resume.about
	about.Settings, about.Columns = p.o.settings(p.o.Resume.Settings), p.columns
	about.Day = registry.Day(p.o.MeasuredAt.UnixMilli()).String()
	b, err := os.ReadFile(p.o.Resume.File)
	if err != nil {
		return nil //nolint:nilerr // there is none
	}
	was := new(passed)
	if keep.Decode(b, was) != nil || was.Settings != about.Settings || was.Day != about.Day || len(was.Scan) == 0 ||
		len(was.Scan) != len(was.Sketch) || was.Profile == nil || len(was.Profile.Workers()) != len(was.Scan) ||
		!slices.Equal(was.Columns, p.columns) {
		_ = os.Remove(p.o.Resume.File)
		return nil
	}
	if err := r.Resume(was.Mark); err != nil {
		_ = os.Remove(p.o.Resume.File)
		return errAnew
	}
	p.profile, p.rows = was.Profile, was.Rows
	for i, w := range was.Profile.Workers() {
		p.workers = append(p.workers, &worker{pass: p, number: i, profile: w, scan: was.Scan[i], sketch: was.Sketch[i]})
	}
	if p.resume.Taken != nil {
		p.resume.Taken(was.Mark.Blocks)
	}
	return nil
}

// checkpoint writes the pass down if the block that was read last begins a part. The workers rest meanwhile. That it could
// not be written is no fault of the measurement.
func (p *pass) checkpoint(table.Stream) {
	r := p.resume
	if r == nil || !r.stream.Boundary() {
		return
	}
	p.taken.Wait()
	p.mu.Lock()
	failed, rows := p.fault != nil, p.rows
	p.mu.Unlock()
	mark := r.stream.Mark()
	if failed || mark.Blocks <= 0 {
		return
	}
	r.about.Rows, r.about.Mark, r.about.Profile = rows, mark, p.profile
	r.about.Scan, r.about.Sketch = nil, nil
	for _, w := range p.workers {
		r.about.Scan, r.about.Sketch = append(r.about.Scan, w.scan), append(r.about.Sketch, w.sketch)
	}
	b, err := keep.Encode(&r.about)
	if err != nil {
		p.resume = nil
		return
	}
	_ = write(r.File, b)
}

// write replaces a file whole, on the disk when it returns.
func write(path string, b []byte) error {
	f, err := os.OpenFile(path+".new", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return errors.Join(err, os.Remove(path+".new"))
	}
	return os.Rename(path+".new", path)
}

// done removes the state of a pass that came to its end.
func (p *pass) done() {
	if p.o.Resume != nil {
		_ = os.Remove(p.o.Resume.File)
	}
}
