// Package portal is what outsiders see: pages rendered by the server on which anybody, without signing in, verifies a
// certificate by code or by file, reads the publicity board and takes the log's latest commitment home.
//
// The pages are plain HTML that works without scripts, in Chinese and English, for light and dark screens from 320
// pixels up. They show public facts only. One of them takes something: the form by which anybody objects to a posted or
// registered case; the objection waits for the registrar, who files it, and is answered by a redirect, so that the answer can
// be read again without being sent again. Another checks a document against the commitment that was registered. Where
// scripts run, /verify.js (built from ui/src/public) repeats the whole proof in the reader's own browser, so that the reader
// need not believe this server. The page hands it:
//
//	<script type="application/json" id="credential">…</script>               the document
//	<div id="browser-check" data-lang data-log-key data-today hidden></div>   where it writes, and what it compares with
//
// A page by code issues the certificate as of now and verifies it with the public verifier, as a stranger would; a
// page by file verifies what was uploaded (JSON, PDF or SD-JWT, at most file.MaxSize bytes) and keeps nothing of it; SM2
// signatures are checked here and not in the browser. Of an unpublished registration the page shows that it exists. Every fault
// becomes a page in the reader's language with the status of its kind.
//
// Sizes: a result page with its document 13–20 kB, style 5 kB, script 30 kB; compressed 20 kB together. A page by code
// costs 2–3 ms.
package portal
