package registry

// blankLater returns an empty command about later registrations, annotations, persons and regimes, or nil.
func blankLater(kind string) Command {
	switch kind {
	case "case.consent":
		return new(CaseConsent)
	case "case.conclude":
		return new(CaseConclude)
	case "transfer.file":
		return new(TransferFile)
	case "change.file":
		return new(ChangeFile)
	case "renewal.file":
		return new(RenewalFile)
	case "cancellation.file":
		return new(CancellationFile)
	case "objection.notify":
		return new(ObjectionNotify)
	case "objection.answer":
		return new(ObjectionAnswer)
	case "annotation.place":
		return new(AnnotationPlace)
	case "annotation.lift":
		return new(AnnotationLift)
	case "annotation.permit":
		return new(AnnotationPermit)
	case "licence.note":
		return new(LicenceNote)
	case "licence.end":
		return new(LicenceEnd)
	case "person.admit":
		return new(PersonAdmit)
	case "profile.adopt":
		return new(ProfileAdopt)
	case "certificate.recognise":
		return new(CertificateRecognise)
	}
	return blankLien(kind)
}

// blankLien returns an empty command about a filed lien, or nil.
func blankLien(kind string) Command {
	switch kind {
	case "lien.file":
		return new(LienFile)
	case "lien.amend":
		return new(LienAmend)
	case "lien.extend":
		return new(LienExtend)
	case "lien.assign":
		return new(LienAssign)
	case "lien.subordinate":
		return new(LienSubordinate)
	case "lien.advance":
		return new(LienAdvance)
	case "lien.consent":
		return new(LienAllow)
	case "lien.object":
		return new(LienObject)
	case "lien.object_end":
		return new(LienObjectEnd)
	case "lien.compel":
		return new(LienCompel)
	case "lien.expire":
		return new(LienExpire)
	}
	return nil
}
