package identifier

// The three-digit segments of mainland mobile numbers that carry persons' telephones, by the numbering plan of the
// Ministry of Industry and Information Technology as it stood in 2025. Segments for machines (10 to 12, 14x of eleven
// digits or more for the internet of things) are not among them, nor are 1349 (satellite) and what was never allotted.
var mobileSegments = func() (t [100]bool) {
	for _, n := range []int{
		30, 31, 32, 33, 34, 35, 36, 37, 38, 39,
		45, 46, 47, 48, 49,
		50, 51, 52, 53, 55, 56, 57, 58, 59,
		62, 65, 66, 67,
		70, 71, 72, 73, 74, 75, 76, 77, 78,
		80, 81, 82, 83, 84, 85, 86, 87, 88, 89,
		90, 91, 92, 93, 95, 96, 97, 98, 99,
	} {
		t[n] = true
	}
	return t
}()

// MobileSegmentsPPM is the share of all numbers of the form 1xxxxxxxxxx that fall into an allocated segment: what a
// column of random such numbers would pass by chance.
const MobileSegmentsPPM = 560_000

// IsAllocatedMobile reports whether s is a mainland mobile number of an allocated segment.
func IsAllocatedMobile(s string) bool {
	if !IsMobile(s) {
		return false
	}
	n := int(s[1]-'0')*10 + int(s[2]-'0')
	return mobileSegments[n] && (n != 34 || s[3] != '9')
}
