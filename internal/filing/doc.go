// Package filing is the counter for what others hold in a certificate: liens that a pledgee files as notices, with all
// that can become of them, and annotations that a registrar places on an authority's document. Nobody examines a lien
// here (动产和权利担保统一登记: who files answers for the truth); the registry's rules order it, and every other side is sent a
// copy by the directory.
//
// Data flow: an act names its private document by text, or by a paper kept in the vault; either way a salted commitment
// goes into the command and the words stay here. Acts that bind an organisation are proposed by one person and carried
// out by another, after they were tried against the registry; the few that only state what is so are sent at once. Both go
// under a reference, so that a repetition does nothing twice.
//
// A lien is shown with its security as of today ([registry.Security]): secured until when, by what, and from the day its
// certificate lapses, that it secures nothing.
package filing
