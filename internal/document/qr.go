package document

import (
	"github.com/boombuler/barcode/qr"
)

// qrCode draws content as a QR code of the given side. Modules are rectangles, so it prints sharp at any size.
func (p *page) qrCode(x, y, side float64, content string) error {
	code, err := qr.Encode(content, qr.M, qr.Auto)
	if err != nil {
		return err
	}
	n := code.Bounds().Dx()
	cell := side / float64(n)
	p.SetFillColor(black.r, black.g, black.b)
	for row := range n {
		for col := 0; col < n; col++ {
			from := col
			for col < n && dark(code.At(col, row).RGBA()) {
				col++
			}
			if col > from {
				p.Rect(x+float64(from)*cell, y+float64(row)*cell, float64(col-from)*cell, cell, "F")
			}
		}
	}
	return nil
}

func dark(r, _, _, _ uint32) bool { return r < 0x8000 }
