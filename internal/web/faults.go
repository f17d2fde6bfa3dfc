package web

import "shurong.org/shurong/fault"

// The faults of serving.
var (
	ErrListen = fault.Define("web.listen", fault.Unavailable,
		"无法在 {address} 上监听", "cannot listen on {address}").
		Hint("该端口可能已被占用；请用 --listen 另选一个", "the port may be in use; choose another with --listen")
	ErrPublicURL = fault.Define("web.public_url", fault.Invalid,
		"公开地址 {url} 应为 https://主机 的形式，不带路径", "the public URL {url} must be like https://host, without a path")
	ErrStop = fault.Define("web.stop", fault.Internal,
		"停止时有请求未能完成", "requests were still under way when the server stopped")
	ErrCrossOrigin = fault.Define("request.cross_origin", fault.Forbidden,
		"已拒绝来自其他网站的请求", "a request from another site was refused").
		Hint("请直接打开本站页面操作；若前面有代理，请设置 public_url", "use this site's own pages; behind a proxy, set public_url")
	errPanic = fault.Define("internal.panic", fault.Internal,
		"系统内部错误，请凭请求编号联系运维人员", "internal error; quote the request identifier to the operator")
	errMetrics = fault.Define("web.metrics", fault.Forbidden,
		"运行指标只供本机读取，或凭令牌读取", "metrics are for the machine itself, or with the token").
		Hint("请设置 metrics_token 并以 Authorization: Bearer 发送", "set metrics_token and send it as Authorization: Bearer")
	errNoPage = fault.Define("web.no_page", fault.NotFound,
		"没有这个文件：{path}", "there is no such file: {path}")
)
