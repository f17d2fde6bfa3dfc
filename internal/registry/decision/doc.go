// Package decision holds what decides a registration, as tables a lawyer can read: which rights a source of data carries
// ([RightsTable], Guide Art. 20–21), which facts shut the door or hold it ([Gates], Art. 15, 20, 22, 24), what an officer
// checks under the three heads of Art. 18 for each kind of source ([Checklist]), and what an owner of a trade secret should
// be doing to keep it ([SecrecyChecklist]).
//
// Data flow: the registry refuses by the rights table alone, on the applicant's own statement. [Verdict] puts all tables
// together for the officer's screen, with facts that only people can establish; it advises, the officer concludes. The
// checklists are data (data/*.yaml), and an opinion names their items by code.
//
// Everything is pure and small: a verdict costs a microsecond.
package decision
