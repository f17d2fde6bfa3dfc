// Package encumbrance has the rules of what others hold in a registered right: liens, pledged by agreement (pledge.go)
// or filed as a notice (file.go), the loans they secure, annotations by authorities, and licences.
//
// Ranks (rank.go) are log positions. A key "encumbrance/<code>" exists exactly while the certificate carries a live
// lien, "notes/<code>" while it carries an annotation in force, so that the absence of either can be proved.
//
// Whoever wants to dispose of a right asks here: [Spend] takes and uses up the consent of everybody who has a hold on
// it (Civil Code 444, 445), [Unseized] and [Unencumbered] refuse where there is one; [LiensFollow] and [NotesFollow]
// move them with the right.
package encumbrance
