package table

import "bytes"

// wholeRows is how many bytes of text, which begins with a row, are whole rows. It reads quotes as the splitter does
// and looks at nothing else: a text without quotes costs one search for them and one for the last line end.
func (s *splitter) wholeRows(text []byte) int {
	end, at := 0, 0
	for {
		q := -1
		if s.quote != 0 {
			q = bytes.IndexByte(text[at:], s.quote)
		}
		if q < 0 {
			if k := bytes.LastIndexByte(text[at:], s.newline); k >= 0 {
				end = at + k + 1
			}
			return end
		}
		q += at
		if k := bytes.LastIndexByte(text[at:q], s.newline); k >= 0 {
			end = at + k + 1
		}
		if q > 0 && text[q-1] != s.sep && text[q-1] != s.newline {
			at = q + 1 // inside an unquoted field a quote is a character
			continue
		}
		_, next, _, ok := s.quoted(text, q)
		if !ok {
			return end
		}
		at = next
	}
}

// newlines counts the line ends in a text; a table whose rows end with CR may have LF inside its quotes.
func (s *splitter) newlines(text []byte) int64 {
	n := int64(bytes.Count(text, []byte{'\n'}))
	if s.newline != '\n' {
		n += int64(bytes.Count(text, []byte{s.newline}))
	}
	return n
}
