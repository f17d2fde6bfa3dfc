package proof

import (
	"golang.org/x/mod/sumdb/tlog"

	"shurong.org/shurong/fault"
)

// MaxSize bounds a log: 2^53−1 entries, so that an index survives JSON (RFC 8785). At 10,000 entries a second it lasts
// 28,000 years.
const MaxSize = 1<<53 - 1

var (
	// ErrRange says that the sizes or the index of a proof contradict each other.
	ErrRange = fault.Define("proof.range", fault.Invalid,
		"证明中的序号或大小不合理：{why}", "the proof's index or size makes no sense: {why}")
	// ErrInclusion says that a path does not lead from the leaf to the root.
	ErrInclusion = fault.Define("proof.inclusion", fault.Invalid,
		"包含证明不成立：该条目不在此检查点所述的日志中，或已被改动",
		"the inclusion proof fails: the entry is not in the log that the checkpoint describes, or was altered").
		Hint("请确认条目、序号与检查点来自同一登记机构", "make sure that entry, index and checkpoint come from the same registry")
	// ErrConsistency says that the larger log is not the smaller one continued.
	ErrConsistency = fault.Define("proof.consistency", fault.Invalid,
		"一致性证明不成立：较新的日志不是较旧日志的延续",
		"the consistency proof fails: the newer log is not the older one continued").
		Hint("如两个检查点均由登记机构签名，请保留二者：这是其改写历史的证据",
			"if the registry signed both checkpoints, keep them: they are evidence that it rewrote history")
)

// VerifyInclusion reports whether the log of the given size and root holds leaf at index. path is the audit path of
// RFC 6962 §2.1.1, nearest sibling first.
func VerifyInclusion(leaf []byte, index, size uint64, path [][32]byte, root [32]byte) error {
	if size > MaxSize {
		return ErrRange.With("why", "size over 2^53-1").At("size")
	}
	if index >= size {
		return ErrRange.With("why", "index at or beyond size").At("index")
	}
	if err := tlog.CheckRecord(logPath[tlog.RecordProof](path), int64(size), root, int64(index), tlog.RecordHash(leaf)); err != nil {
		return ErrInclusion.Because(err)
	}
	return nil
}

// VerifyConsistency reports whether the log of size and root begins with the log of oldSize and oldRoot. path is the
// proof of RFC 6962 §2.1.2. Every log begins with the empty one; that needs an empty path.
func VerifyConsistency(oldSize, size uint64, path [][32]byte, oldRoot, root [32]byte) error {
	if size > MaxSize {
		return ErrRange.With("why", "size over 2^53-1").At("size")
	}
	if oldSize > size {
		return ErrRange.With("why", "the older log is larger").At("old_size")
	}
	if oldSize == 0 {
		empty := EmptyLog()
		if len(path) != 0 || oldRoot != empty || (size == 0 && root != empty) {
			return ErrConsistency.With()
		}
		return nil
	}
	if err := tlog.CheckTree(logPath[tlog.TreeProof](path), int64(size), root, int64(oldSize), oldRoot); err != nil {
		return ErrConsistency.Because(err)
	}
	return nil
}

func logPath[P ~[]tlog.Hash](path [][32]byte) P {
	p := make(P, len(path))
	for i, h := range path {
		p[i] = h
	}
	return p
}
