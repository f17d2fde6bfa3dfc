package sequence

import (
	"fmt"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/proof"
)

// row is an accepted command on its way to the log.
type row struct {
	digest [32]byte
	leaf   []byte
	hash   proof.Hash // of the leaf
}

// batch is what will be committed at once.
type batch struct {
	first  uint64 // index of its first entry
	time   int64
	rows   []row
	writes map[string][]byte // changed facts; nil where a fact ended
	bytes  int               // of leaves
}

func newBatch(first uint64, time int64) *batch {
	return &batch{first: first, time: time, writes: map[string][]byte{}}
}

func (b *batch) end() uint64 { return b.first + uint64(len(b.rows)) }

// errPanicked is for the log: the command is refused, the node lives on.
var errPanicked = fault.Define("sequence.rule_panicked", fault.Internal,
	"处理该命令时程序出错，命令未生效", "a rule failed while this command was applied; it took no effect").
	Hint("请将命令内容提供给运维人员", "give the command to the operator")

// apply orders one command at the end of the batch, or refuses it and leaves no trace. base must read through b.writes.
func (b *batch) apply(base *layered, cmd *registry.Checked) (r *Receipt, err error) {
	st := &overlay{base: base, writes: make(map[string][]byte, 8)}
	defer func() {
		if p := recover(); p != nil {
			r, err = nil, errPanicked.Because(fmt.Errorf("panic: %v", p))
		}
	}()
	index := b.end()
	events, err := registry.Apply(st, cmd, index, b.time)
	if st.err != nil {
		return nil, ErrStore.Because(st.err)
	}
	if err != nil {
		return nil, err
	}
	if events == nil {
		events = []registry.Event{}
	}
	for k, v := range st.writes {
		b.writes[k] = v
	}
	l := leaf(cmd.Raw, events, index, b.time)
	b.rows = append(b.rows, row{digest: cmd.Sum, leaf: l, hash: proof.LeafHash(l)})
	b.bytes += len(l)
	return &Receipt{Index: index, Time: b.time, Events: events}, nil
}

// reapply orders a command that a log holds already, and requires the same leaf.
func (b *batch) reapply(base *layered, cmd *registry.Checked, want []byte) error {
	if _, err := b.apply(base, cmd); err != nil {
		return ErrDiverged.With("index", b.end(), "why", fault.From(err).Code()).Because(err)
	}
	if last := b.rows[len(b.rows)-1]; string(last.leaf) != string(want) {
		return ErrDiverged.With("index", b.end()-1, "why", "other events: "+canon.Hex(last.leaf))
	}
	return nil
}
