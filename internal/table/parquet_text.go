package table

import (
	"math/big"
	"strconv"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/deprecated"
	"github.com/parquet-go/parquet-go/format"
)

// textOf returns how values of a Parquet type are written as text: dates as 2006-01-02, instants as 2006-01-02
// 15:04:05.000, decimals with their point, booleans as true and false, bytes that are no text in
// hexadecimal. nil is the bytes themselves.
func textOf(t parquet.Type) func(dst []byte, v parquet.Value) []byte {
	if l := t.LogicalType(); l != nil {
		switch l := l.Value.(type) {
		case *format.DecimalType:
			return decimalText(t.Kind(), int(l.Scale))
		case *format.DateType:
			return func(dst []byte, v parquet.Value) []byte {
				return appendDay(dst, int64(v.Int32()))
			}
		case *format.TimestampType:
			unit := l.Unit.Value.Duration()
			return func(dst []byte, v parquet.Value) []byte { return appendInstant(dst, v.Int64(), unit) }
		case *format.TimeType:
			unit := l.Unit.Value.Duration()
			return func(dst []byte, v parquet.Value) []byte {
				n := v.Int64()
				if v.Kind() == parquet.Int32 {
					n = int64(v.Int32())
				}
				return time.Unix(0, 0).UTC().Add(time.Duration(n)*unit).AppendFormat(dst, "15:04:05")
			}
		case *format.IntType:
			if !l.IsSigned {
				return unsignedText
			}
		}
	}
	if c := t.ConvertedType(); c != nil {
		switch *c {
		case deprecated.TimestampMillis:
			return func(dst []byte, v parquet.Value) []byte { return appendInstant(dst, v.Int64(), time.Millisecond) }
		case deprecated.TimestampMicros:
			return func(dst []byte, v parquet.Value) []byte { return appendInstant(dst, v.Int64(), time.Microsecond) }
		}
	}
	switch t.Kind() {
	case parquet.Boolean:
		return func(dst []byte, v parquet.Value) []byte { return strconv.AppendBool(dst, v.Boolean()) }
	case parquet.Int32:
		return func(dst []byte, v parquet.Value) []byte { return strconv.AppendInt(dst, int64(v.Int32()), 10) }
	case parquet.Int64:
		return func(dst []byte, v parquet.Value) []byte { return strconv.AppendInt(dst, v.Int64(), 10) }
	case parquet.Int96:
		return func(dst []byte, v parquet.Value) []byte { return appendInt96(dst, v.Int96()) }
	case parquet.Float:
		return func(dst []byte, v parquet.Value) []byte {
			return strconv.AppendFloat(dst, float64(v.Float()), 'f', -1, 32)
		}
	case parquet.Double:
		return func(dst []byte, v parquet.Value) []byte { return appendDouble(dst, v.Double()) }
	}
	return nil
}

func unsignedText(dst []byte, v parquet.Value) []byte {
	if v.Kind() == parquet.Int32 {
		return strconv.AppendUint(dst, uint64(v.Uint32()), 10)
	}
	return strconv.AppendUint(dst, v.Uint64(), 10)
}

// appendInt96 writes the old form of instants: nanoseconds of the day, then the Julian day.
func appendInt96(dst []byte, v deprecated.Int96) []byte {
	const julianOfUnixEpoch = 2440588
	nanos := int64(uint64(v[1])<<32 | uint64(v[0]))
	days := int64(v[2]) - julianOfUnixEpoch
	return appendInstant(dst, days*86400*1_000_000+nanos/1000, time.Microsecond)
}

func decimalText(kind parquet.Kind, scale int) func(dst []byte, v parquet.Value) []byte {
	return func(dst []byte, v parquet.Value) []byte {
		switch kind {
		case parquet.Int32:
			return appendScaled(dst, strconv.FormatInt(int64(v.Int32()), 10), scale)
		case parquet.Int64:
			return appendScaled(dst, strconv.FormatInt(v.Int64(), 10), scale)
		}
		b := v.ByteArray()
		n := new(big.Int).SetBytes(b)
		if len(b) > 0 && b[0]&0x80 != 0 { // two's complement
			n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(len(b))*8))
		}
		return appendScaled(dst, n.String(), scale)
	}
}

// appendScaled puts the point scale digits from the end.
func appendScaled(dst []byte, digits string, scale int) []byte {
	if scale <= 0 {
		return append(dst, digits...)
	}
	if digits[0] == '-' {
		dst, digits = append(dst, '-'), digits[1:]
	}
	for len(digits) <= scale {
		digits = "0" + digits
	}
	dst = append(dst, digits[:len(digits)-scale]...)
	dst = append(dst, '.')
	return append(dst, digits[len(digits)-scale:]...)
}
