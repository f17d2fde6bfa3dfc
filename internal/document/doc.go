// Package document draws what a person hands over a counter: the registration certificate, the search certificate and the
// valuation report, as PDF with a QR code. A screenshot is not a document.
//
// A document is drawn from values its caller has proven ([Certificate], [Appraisal]); it decides nothing. Same input, same bytes:
// dates come from the input, fonts are subset in a fixed order. The QR code holds the address of the public
// verification page with the certificate's code. The JSON certificate, which is the original, is attached to the PDF
// and its SHA-256 printed, so that the paper's evidence travels with it; where paper and the registry differ, the
// registry prevails (Guide Art. 27).
//
// The Chinese font is Droid Sans Fallback (Apache License 2.0, see font/LICENSE), kept compressed in the binary (2.1
// MB) and unpacked once, at the first document (4 MB, 40 ms); Latin, Greek and punctuation are the Go fonts. A
// character that no font has is printed as 〓, never left out. A page takes about 30 ms and 30–60 kB.
//
// A certificate's page is fixed: the body shrinks its type until it ends above the foot, and at the smallest type cuts its
// longest rows with a note that something was cut. What a reader must not miss (the number of liens) goes first in
// its row. A valuation report runs over as many pages as it needs (a flow), with its pictures as vectors; it is drawn twice,
// to know their number, which takes 0.3 s.
package document
