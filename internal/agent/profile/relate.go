package profile

// relate fills in what rests on the sample of rows.
func (b *Builder) relate(p *Profile, local *Local, all []*column, s *Sample) {
}
