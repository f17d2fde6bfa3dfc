// Package vault keeps what the log must not hold: papers handed in with forms, the particulars of natural persons, and who
// was allowed to see what of an unpublished registration. Everything in it lies under a salted commitment that stands in
// the log, can be proved against it by whoever is shown salt and bytes ([Opening]), and can be erased.
//
// Data flow: a paper is uploaded before the form that names it, so its commitment exists when the form is signed; once
// the case is filed, its registrar may read it. Bytes that are not what they claim to be, that carry programs, or that
// unpack to more than they should are refused at the door ([inspect]); they are only ever handed out as a download that a
// browser does not open. That is no virus scanner: an operator who has one runs it on the store.
//
// Every reading by anybody but the owner is written into the access log in the same transaction as the read, with its
// purpose (Guide Art. 30), and the owner can read that log. Erasing removes bytes and salt; the row and the log of who
// saw it stay. A person, or a paper, that a registration in force stands on is not erased: the registrar must be able to
// show it (Art. 10: twenty years).
//
// Sizes: a paper has at most 20 MB, an organisation at most 10,000 papers and 5 GB; 300 bytes beside the bytes themselves.
package vault
