// Package config is the one table of a node's settings, and how they are read.
//
// Each setting has one name, from which its three spellings follow: session_idle in the file, SHURONG_SESSION_IDLE in
// the environment, --session-idle on the command line. A flag wins over the environment, the environment over the file,
// the file over the default. The file is YAML, one level deep, named by --config or SHURONG_CONFIG; an unknown or
// repeated name in it is an error with its line, and so is a value that its setting does not take: a node never starts
// on a configuration that it half understood.
//
// The table (settings.go) is also the documentation: [Table] prints it, and a test keeps docs/configuration.md in step.
package config

import (
	"net/netip"
	"path/filepath"
	"strings"
	"time"
)

// Config is a node's settings. The zero value is not useful: [Load] or [Default] make one.
type Config struct {
	Listen      string
	DataDir     string
	RegistryDSN string // empty: SQLite in DataDir
	NodeDSN     string // empty: SQLite in DataDir
	Origin      string
	Example     bool

	PublicURL      string
	TLSCert        string
	TLSKey         string
	TrustedProxies []netip.Prefix
	PublicSketches bool     // take sketches that were not sealed
	ShareHolders   []string // addresses of who holds shares of the similarity key and takes this node's tickets
	Witnesses      []string // verifier key@address, of who cosigns this node's checkpoints
	MetricsToken   string

	LogLevel  string
	LogFormat string

	SessionIdle   time.Duration
	SessionLife   time.Duration
	SetupLinkLife time.Duration

	MaxBody         int64
	MutationTimeout time.Duration
	AnswerLife      time.Duration
	StopTimeout     time.Duration

	sources map[string]string // by setting, where its value comes from; absent is the default
}

// RegistryStore returns the address of the store of shared facts.
func (c Config) RegistryStore() string { return orSQLite(c.RegistryDSN, c.DataDir, "registry.db") }

// NodeStore returns the address of the store of everything private.
func (c Config) NodeStore() string { return orSQLite(c.NodeDSN, c.DataDir, "node.db") }

func orSQLite(dsn, dir, name string) string {
	if dsn != "" {
		return dsn
	}
	return "sqlite:" + filepath.Join(dir, name)
}

// HTTPS reports whether users reach the node by HTTPS, of its own or of a proxy in front.
func (c Config) HTTPS() bool {
	return c.TLSCert != "" || strings.HasPrefix(c.PublicURL, "https://")
}

// Address is the node's address as users see it.
func (c Config) Address() string {
	switch {
	case c.PublicURL != "":
		return strings.TrimRight(c.PublicURL, "/")
	case c.HTTPS():
		return "https://" + c.Listen
	}
	return "http://" + c.Listen
}

// Default returns every setting at its default.
func Default() Config {
	c := Config{sources: map[string]string{}}
	for _, s := range settings {
		if err := s.set(&c, s.Default); err != nil {
			panic("config: default of " + s.Name + ": " + err.Error())
		}
	}
	return c
}

// check applies the rules that tie settings to each other.
func (c Config) check() error {
	if (c.TLSCert == "") != (c.TLSKey == "") {
		return ErrPair.With("one", "tls_cert", "other", "tls_key")
	}
	if c.SessionIdle > c.SessionLife {
		return ErrOrder.With("small", "session_idle", "large", "session_life")
	}
	return nil
}
