package api

import "shurong.org/shurong/fault"

// The faults of the edge itself.
var (
	ErrInput = fault.Define("request.input", fault.Invalid,
		"请求内容不符合要求，共 {count} 处", "the request breaks {count} rules of its form").
		Hint("逐条见 errors", "see errors, one by one")
	ErrNoBody = fault.Define("request.body_missing", fault.Invalid,
		"缺少请求内容", "the request has no body")
	ErrNoRoute = fault.Define("request.no_route", fault.NotFound,
		"没有这个地址：{path}", "there is no such address: {path}").
		Hint("接口说明见 /api/openapi.json", "the API is described at /api/openapi.json")
	ErrMethod = fault.Define("request.method", fault.Invalid,
		"该地址不支持 {method}，可用 {allow}", "this address does not take {method}; it takes {allow}")
	ErrBodyTooLarge = fault.Define("request.too_large", fault.Limit,
		"请求内容超过 {limit} 字节", "the request body is over {limit} bytes")
	ErrBodyRead = fault.Define("request.body_read", fault.Invalid,
		"请求内容未能完整读取", "the request body could not be read to its end")
	ErrContentType = fault.Define("request.content_type", fault.Invalid,
		"请求内容应为 JSON（Content-Type: application/json）", "the request body must be JSON (Content-Type: application/json)")
	ErrReadOnly = fault.Define("request.read_only_token", fault.Forbidden,
		"该令牌只能读取", "this token may only read")
	ErrTimeout = fault.Define("request.timeout", fault.Unavailable,
		"处理超时，结果未知", "the request took too long; its outcome is not known").
		Hint("请用同一个 Idempotency-Key 重试", "try again with the same Idempotency-Key")
	ErrGone = fault.Define("request.cancelled", fault.Unavailable,
		"请求在完成前被取消", "the request was cancelled before it was done")

	ErrKeyMissing = fault.Define("idempotency.missing", fault.Invalid,
		"缺少 Idempotency-Key", "the Idempotency-Key header is missing").
		Hint("每次新操作使用新的随机值，重试同一操作时保持不变", "use a new random value for each operation, and the same one to repeat it")
	ErrKeyForm = fault.Define("idempotency.form", fault.Invalid,
		"Idempotency-Key 应为 8 至 128 个字母、数字或 -_.:", "Idempotency-Key must be 8 to 128 letters, digits or -_.:")
	ErrKeyReused = fault.Define("idempotency.reused", fault.Conflict,
		"这个 Idempotency-Key 已用于内容不同的请求", "this Idempotency-Key was used for a request with other content").
		Hint("请为新的操作换一个值", "use another value for another operation")
	ErrAnswerLost = fault.Define("idempotency.answer_lost", fault.Conflict,
		"该操作已经完成，但答复未能保留", "this operation was carried out, but its answer was not kept").
		Hint("请重新读取相关内容，不要再次提交", "read the state again; do not submit it a second time")

	ErrCursor = fault.Define("request.cursor", fault.Invalid,
		"翻页标记无效", "the page cursor is not valid").
		Hint("请使用上一页答复中的 next_cursor", "use next_cursor from the page before")
)
