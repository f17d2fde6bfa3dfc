# Shurong (数融). `make help` lists the targets.
GO     ?= go
NPM    ?= npm
DIR    ?= data
LISTEN ?= 127.0.0.1:8420

export CGO_ENABLED = 0

GOLANGCI = .tools/golangci-lint-v2.15.0
UI_SRC   = $(shell find ui -path ui/node_modules -prune -o -type f -print 2>/dev/null)
GO_SRC   = $(shell find . -path ./ui -prune -o -path ./.tools -prune -o -name '*.go' -print) go.mod go.sum

.DEFAULT_GOAL := help

help: ## list the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: bin/shurong ## build the interface and the binary: bin/shurong

run: bin/shurong ## start a node with the worked example on http://127.0.0.1:8420 (FRESH=1 starts over)
	@$(if $(FRESH),rm -rf "$(DIR)")
	@bin/shurong serve --example --dir "$(DIR)" --listen "$(LISTEN)"

demo: bin/shurong ## run the worked example headless in a new folder and say what each step proved
	@rm -rf "$(DIR)-demo"
	@bin/shurong demo --dir "$(DIR)-demo"

test: bin/shurong ## install what the tests need, where it may, and run everything
	@scripts/test-needs
	$(GO) test -timeout 14m ./...
	cd ui && $(NPM) test --silent
	cd ui && SHURONG_BIN="$(CURDIR)/bin/shurong" $(NPM) run --silent e2e

check: bin/shurong $(GOLANGCI) ## format, vet, linter, generated files
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { gofmt -l $$(git ls-files '*.go'); echo 'run gofmt -w on these files'; exit 1; }
	$(GO) vet ./...
	$(GOLANGCI) run ./...
	cd ui && $(NPM) run --silent check
	@scripts/generated

bench: bin/shurong ## run the benchmarks behind the published figures and print one table
	@scripts/bench

generate: ui/openapi.json ## rewrite what is generated from the Go types: OpenAPI, the interface's client, docs tables
	$(GO) test ./internal/config -run TestDoc -update
	cd ui && $(NPM) run --silent gen

clean: ## remove what was built (data stays)
	rm -rf bin ui/node_modules internal/web/dist/assets internal/web/dist/index.html* internal/web/dist/*.js*

bin/shurong: $(GO_SRC) internal/web/dist/index.html
	$(GO) build -trimpath -ldflags '-s -w' -o $@ ./cmd/shurong

internal/web/dist/index.html: $(UI_SRC) ui/node_modules/.installed
	cd ui && $(NPM) run --silent build
	@touch $@

ui/node_modules/.installed: ui/package.json ui/package-lock.json
	@command -v node >/dev/null || { echo 'Node.js 20 or newer is needed to build the interface: install it, then run make again' >&2; exit 1; }
	cd ui && $(NPM) ci --silent --no-audit --no-fund
	@touch $@

ui/openapi.json: $(GO_SRC)
	$(GO) run ./cmd/shurong openapi > $@.new && mv $@.new $@

$(GOLANGCI):
	@mkdir -p .tools
	GOBIN="$(CURDIR)/.tools" $(GO) install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
	@mv .tools/golangci-lint $@

.PHONY: help build run demo test check bench generate clean
