package sequence

import (
	"context"
	"embed"
	"io/fs"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/registry"
)

// Schema is the PostgreSQL schema of the registry store.
const Schema = "registry"

//go:embed migrations
var migrationFiles embed.FS

// Migrations are those of the registry store.
func Migrations() fs.FS {
	sub, err := fs.Sub(migrationFiles, "migrations")
	if err != nil {
		panic("sequence: " + err.Error()) // the directory is embedded: cannot happen
	}
	return sub
}

var (
	// ErrBusy says that too many commands are in flight.
	ErrBusy = fault.Define("sequence.busy", fault.Unavailable,
		"登记簿正忙：已有 {n} 条命令在处理，本命令未受理", "the registry is busy with {n} commands; this one was not taken").
		Hint("请稍后以相同内容重试", "submit the same bytes again in a moment")
	// ErrClosing says that the node is stopping.
	ErrClosing = fault.Define("sequence.closing", fault.Unavailable,
		"节点正在停止，本命令未受理", "the node is stopping; the command was not taken").
		Hint("请在节点重新启动后以相同内容重试", "submit the same bytes again after the restart")
	// ErrStore says that the store failed while commands were in flight. Whether a batch reached the disk is learnt by
	// submitting its commands again.
	ErrStore = fault.Define("sequence.store", fault.Unavailable,
		"登记簿存储暂不可用，命令是否生效尚未确认", "the registry's store failed; it is not known whether the command took effect").
		Hint("请以相同内容重新提交：已生效的命令会返回原回执", "submit the same bytes again: a command that took effect returns its original receipt")
	// ErrGaveUp says that the caller stopped waiting. The command stays in flight.
	ErrGaveUp = fault.Define("sequence.gave_up", fault.Unavailable,
		"等待已中断，命令仍在处理", "the wait was broken off; the command is still in flight").
		Hint("请以相同内容重新提交以取得回执", "submit the same bytes again to get the receipt")
	// ErrOrigin says that a store holds another log.
	ErrOrigin = fault.Define("sequence.origin", fault.Conflict,
		"该存储属于日志 {have}，不是 {want}", "the store holds the log {have}, not {want}").
		Hint("请核对配置中的日志名称与数据库", "compare the configured log name and database")
	// ErrOtherWriter says that something else wrote to the store.
	ErrOtherWriter = fault.Define("sequence.other_writer", fault.Unavailable,
		"另有进程正在写入该登记簿", "another process writes to this registry").
		Hint("一个登记簿只能由一个节点写入，请停止另一个节点", "one node writes a registry: stop the other")
	// ErrNoEntry says that a log position does not exist (yet).
	ErrNoEntry = fault.Define("sequence.no_entry", fault.NotFound,
		"日志中没有第 {index} 条，当前共 {size} 条", "there is no entry {index}; the log has {size}")
	// ErrNotEmpty says that a replay was asked into a store that holds something.
	ErrNotEmpty = fault.Define("sequence.not_empty", fault.Conflict,
		"目标存储不为空", "the store to replay into is not empty")
	// ErrDiverged says that an entry does not follow from those before it.
	ErrDiverged = fault.Define("sequence.diverged", fault.Internal,
		"第 {index} 条日志无法由此前各条推出：{why}", "entry {index} does not follow from those before it: {why}").
		Hint("日志或程序版本有误，请保留现场", "the log or the program's version is wrong: keep everything as it is")
	// ErrDamaged says that a stored row is not what the log implies.
	ErrDamaged = fault.Define("sequence.damaged", fault.Internal,
		"登记簿存储已损坏：{why}", "the registry's store is damaged: {why}").
		Hint("请停止写入，由日志重建或从备份恢复", "stop writing; rebuild from the log or restore a backup")
)

// Receipt says where and when a command was ordered, and what it brought about.
type Receipt struct {
	Index  uint64           `json:"index"`
	Time   int64            `json:"time"` // Unix milliseconds
	Events []registry.Event `json:"events"`
}

// RawEntry is a leaf of the log as stored.
type RawEntry struct {
	Index uint64
	Time  int64
	Bytes []byte
}

// KV is a fact with its key.
type KV struct {
	Key   string
	Value []byte
}

// Ledger is an ordered, durable, provable registry.
type Ledger interface {
	// Origin is the log's name, such as "shurong.example/registry".
	Origin() string
	// Submit returns when the command is durable, or with the fault that refused it. The same bytes again give the
	// original receipt. Faults of kind Unavailable settle nothing: submit the same bytes again. A command whose
	// caller stops waiting stays in flight.
	Submit(ctx context.Context, raw []byte) (*Receipt, error)
	// View reads at one batch boundary. The snapshot is valid inside fn, on its goroutine. fn holds one of few connections:
	// it does not submit, wait, or open another view.
	View(ctx context.Context, fn func(*Snapshot) error) error
	// Entries returns durable entries in order, from an index on; fewer than limit only at the end of the log, or
	// where limit is over [MaxEntries].
	Entries(ctx context.Context, from uint64, limit int) ([]RawEntry, error)
	// Size is the number of durable entries.
	Size() uint64
	// Wait returns once Size is at least size.
	Wait(ctx context.Context, size uint64) error
	// VerifierKey is the note key that checks this ledger's checkpoints.
	VerifierKey() string
}
