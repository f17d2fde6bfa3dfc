// Package accounting keeps data resources in the books by 《企业数据资源相关会计处理暂行规定》(财会〔2023〕11号, in force
// 2024-01-01): what a resource is recognised as, which costs are capitalised, how they are amortised and tested for
// impairment, and the tables of the notes.
//
//	file, err := accounting.Decode(bytes, "books.yaml")
//	statement, err := accounting.Keep(file)
//
// A [File] lists a company's data resources with their dated costs; a [Statement] follows from it alone: per resource the
// decision with the row of the table it rests on, the treatment of every cost, a ledger by month; over all resources the
// balance sheet's three lines "其中：数据资源" and the disclosure tables by way of acquisition (外购、自行开发、其他). Every
// table is added up from the same ledger entries, and [Statement] is refused if a column does not roll forward.
//
// # Book value is cost
//
// A [Book] can be made from a [Cost] and from other Books only; [Appraised] is another type, with another inner shape, so
// that no conversion turns an appraised value into a book value, inside this module or outside. An appraisal enters in two
// places: the notes (what was appraised, on which assumptions) and, as evidence of fair value, the impairment test, which
// can only lower a book value.
//
// Amounts are whole fen. Present values are exact fractions, rounded once. Months are calendar months: amortisation
// begins in the month of readiness and ends before the month of derecognition (CAS 6 application guide).
//
// The rules' full text was read for the first part of 财会〔2023〕11号; the accounting standards it refers to (CAS 1, 6, 8)
// are stated from general knowledge: each rule here names its source so that an accountant can check it.
package accounting
