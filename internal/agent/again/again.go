// Package again measures a source unless it was measured before and has not changed since.
//
//	m, fresh, err := again.Measure(ctx, "state/orders.measured", "orders.csv", source.Options{}, agent.Options{MeasuredAt: now})
//
// The last measurement lies in one file, bound to the data's SHA-256, to the settings and to the program's build. The data's
// bytes are read every time, so a heartbeat never says of data what was not seen when it was measured; what is spared is
// taking them apart, nine tenths of the work. Size and time of change are not relied on. Whether the same bytes come to
// the same result on another day is package agent's to say ([agent.Again]).
//
// A measurement that was killed goes on where it stood ([agent.Resume]); its state lies beside, in FILE.part.
//
// The file holds what the profile shows the owner, frequent values among it, and the sketch's hashes. It stays at the site,
// mode 0600. It may be deleted at any time.
package again

import (
	"context"
	"errors"
	"os"

	"shurong.org/shurong/internal/agent"
	"shurong.org/shurong/internal/source"
)

// Measure measures a location, or takes the measurement kept in file up again. What it measures it keeps there; that it
// could not is no fault of the measurement, which is returned all the same.
func Measure(ctx context.Context, file, location string, from source.Options, o agent.Options) (m *agent.Measurement, fresh bool, err error) {
	if m := recall(ctx, file, location, from, o); m != nil {
		return m, false, nil
	}
	if o.Resume == nil {
		o.Resume = &agent.Resume{File: file + ".part", Settings: more(location, from)}
	}
	if m, err = measure(ctx, location, from, o); agent.Anew(err) {
		m, err = measure(ctx, location, from, o)
	}
	if err != nil {
		return nil, false, err
	}
	if b, err := m.Keep(o, more(location, from)); err == nil && b != nil {
		if put(file, b) != nil {
			_ = os.Remove(file) // an old one would be of no use
		}
	}
	return m, true, nil
}

// Look is [Measure] that keeps nothing.
func Look(ctx context.Context, file, location string, from source.Options, o agent.Options) (*agent.Measurement, error) {
	if m := recall(ctx, file, location, from, o); m != nil {
		return m, nil
	}
	return measure(ctx, location, from, o)
}

func measure(ctx context.Context, location string, from source.Options, o agent.Options) (*agent.Measurement, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	stream, err := source.Open(ctx, location, from)
	if err != nil {
		return nil, err
	}
	return agent.MeasureStream(ctx, stream, o)
}

// more is what a measurement depends on beside the data's bytes and the agent's options.
func more(location string, from source.Options) string {
	out := from.Match + "\x00" + from.Sheet.Sheet
	if l, err := source.Parse(location); err == nil {
		out += "\x00" + l.Sheet
	}
	return out
}

// recall is nil for whatever reason: measuring will say what is wrong, if anything is.
func recall(ctx context.Context, file, location string, from source.Options, o agent.Options) *agent.Measurement {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil
	}
	digest, ok, err := source.Digest(ctx, location, from)
	if err != nil || !ok {
		return nil
	}
	return agent.Again(b, digest, o, more(location, from))
}

// put replaces a file whole. That it survives a power cut is not asked: measuring makes it again.
func put(path string, b []byte) error {
	f, err := os.OpenFile(path+".new", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	if err = errors.Join(err, f.Close()); err != nil {
		return errors.Join(err, os.Remove(path+".new"))
	}
	return os.Rename(path+".new", path)
}
