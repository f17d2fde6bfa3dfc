package source

import (
	"net/url"
	"os"
	"strings"
)

// Location is where a source lies, as its owner writes it.
type Location struct {
	Scheme string // "" a path, "postgres", "mysql", "s3"
	Path   string // of a file or folder; the key of an object
	Sheet  string // of a workbook
	url    *url.URL
	params url.Values
}

// maxLocation is longer than any address and query.
const maxLocation = 128 << 10

// Parse takes a location apart. It refuses one that holds a password: what is on a command line is seen by everybody on
// the machine.
func Parse(location string) (Location, error) {
	scheme, _, ok := strings.Cut(location, "://")
	switch {
	case len(location) > maxLocation || strings.ContainsRune(location, 0):
		return Location{}, ErrLocation.With("location", "…", "why", "NUL / > 128 KiB")
	case location == "":
		return Location{}, ErrLocation.With("location", "", "why", "empty")
	case !ok:
		return path(location), nil
	}
	l := Location{Scheme: strings.ToLower(scheme)}
	switch l.Scheme {
	case "file":
		return path(location[len("file://"):]), nil
	case "postgresql":
		l.Scheme = "postgres"
	case "mariadb":
		l.Scheme = "mysql"
	case "postgres", "mysql", "s3":
	default:
		return Location{}, ErrScheme.With("scheme", strings.ToValidUTF8(scheme, "?"))
	}
	refuse := func(why string) (Location, error) {
		return Location{}, ErrLocation.With("location", Redact(location), "why", why)
	}
	u, err := url.Parse(location)
	if err != nil {
		return refuse("syntax") // its text would quote the location
	}
	params, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return refuse("parameters")
	}
	if _, has := u.User.Password(); has || l.Scheme == "s3" && u.User != nil {
		return Location{}, ErrSecret.With("location", Redact(location))
	}
	for name, values := range params {
		if secretName(name) {
			return Location{}, ErrSecret.With("location", Redact(location))
		}
		if len(values) > 1 {
			return refuse(name + " twice")
		}
	}
	l.url, l.params = u, params
	if l.Scheme == "s3" {
		l.Path, l.Sheet = strings.TrimPrefix(u.Path, "/"), u.Fragment
		if u.Host == "" {
			return refuse("no bucket")
		}
	}
	return l, nil
}

// path is a file or folder, and perhaps a sheet. A file whose own name has a # in it comes first.
func path(location string) Location {
	l := Location{Path: location}
	if i := strings.LastIndexByte(location, '#'); i > 0 {
		if _, err := os.Lstat(location); err != nil {
			l.Path, l.Sheet = location[:i], location[i+1:]
		}
	}
	return l
}

func secretName(name string) bool {
	n := strings.ToLower(name)
	switch n {
	case "password_file", "passfile", "sslcert", "sslrootcert":
		return false
	}
	for _, word := range []string{"pass", "secret", "pwd", "token", "credential", "access_key", "accesskey", "sslkey"} {
		if strings.Contains(n, word) {
			return true
		}
	}
	return false
}

// Redact is a location as it may be printed: without a password, and without the parameters that could hold one. It
// takes anything, well-formed or not.
func Redact(location string) string {
	scheme, rest, ok := strings.Cut(location, "://")
	if !ok {
		return location
	}
	rest, query, _ := strings.Cut(rest, "?")
	if i := strings.LastIndexByte(rest, '@'); i >= 0 {
		user, _, secret := strings.Cut(rest[:i], ":")
		if secret {
			user += ":***"
		}
		if strings.EqualFold(scheme, "s3") { // nothing belongs there, so it may be a key
			user = "***"
		}
		rest = user + rest[i:]
	} else if i := strings.LastIndexByte(query, '@'); i >= 0 && strings.Contains(rest, ":") {
		// a password with a ? in it: nothing behind the account is safe to show
		user, _, _ := strings.Cut(rest, ":")
		return scheme + "://" + user + ":***"
	}
	var kept []string
	for p := range strings.SplitSeq(query, "&") {
		name, _, _ := strings.Cut(p, "=")
		plain, err := url.QueryUnescape(name)
		switch {
		case p == "":
		case err != nil || secretName(plain):
			kept = append(kept, "***")
		default:
			kept = append(kept, p)
		}
	}
	if len(kept) > 0 {
		rest += "?" + strings.Join(kept, "&")
	}
	return scheme + "://" + strings.ToValidUTF8(rest, "?")
}

// take returns a parameter and removes it, so that what is left over is known.
func (l Location) take(name string) string {
	v := l.params.Get(name)
	l.params.Del(name)
	return v
}
