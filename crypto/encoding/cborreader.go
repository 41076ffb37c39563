package encoding

import (
	"encoding/binary"
	"math"
	"unicode/utf8"

	"domicile/crypto/fault"
)

// The major types of RFC 8949 section 3.1.
const (
	majorUnsigned = iota
	majorNegative
	majorBytes
	majorText
	majorArray
	majorMap
	majorTag
	majorSimple
)

// maxTags is how many tags may stand before one item: a CWT tag around a COSE
// tag (RFC 8392 section 6), and no more.
const maxTags = 2

// cborReader walks over one encoded item. It is written for strictness: a
// general decoder answers to most defects with one error, or with none.
type cborReader struct {
	data []byte
	at   int
}

// item reads one item, depth levels below the outermost.
func (r *cborReader) item(depth int) (any, error) {
	start := r.at
	major, n, err := r.head()
	if err != nil {
		return nil, err
	}
	if major >= majorArray && major <= majorTag && depth >= MaxDepth {
		return nil, fault.New(KindCBORDepth, "more than %d levels at byte %d", MaxDepth, start)
	}
	switch major {
	case majorUnsigned:
		if n > math.MaxInt64 {
			return n, nil
		}
		return int64(n), nil
	case majorNegative:
		if n > math.MaxInt64 {
			return nil, fault.New(KindCBORIntegerRange, "at byte %d", start)
		}
		return -1 - int64(n), nil
	case majorBytes, majorText:
		return r.text(major, n)
	case majorArray:
		return r.array(n, depth)
	case majorMap:
		return r.mapping(n, depth)
	case majorTag:
		return r.tag(n, depth)
	}
	return r.simple(start, n)
}

// head reads the initial byte and the argument (RFC 8949 section 3), which must
// have its shortest form except for floats.
func (r *cborReader) head() (major int, n uint64, err error) {
	if r.at >= len(r.data) {
		return 0, 0, fault.New(KindCBORMalformed, "the data end at byte %d", r.at)
	}
	initial := r.data[r.at]
	major, low := int(initial>>5), initial&31
	if low < 24 {
		r.at++
		return major, uint64(low), nil
	}
	if low == 31 {
		return 0, 0, indefiniteFault(major, r.at)
	}
	if low > 27 {
		return 0, 0, fault.New(KindCBORMalformed, "reserved length at byte %d", r.at)
	}
	width := 1 << (low - 24)
	if len(r.data)-r.at-1 < width {
		return 0, 0, fault.New(KindCBORMalformed, "the data end within the head at byte %d", r.at)
	}
	var wide [8]byte
	copy(wide[8-width:], r.data[r.at+1:])
	n = binary.BigEndian.Uint64(wide[:])
	if major != majorSimple && n < leastOfWidth[low-24] {
		return 0, 0, fault.New(KindCBORNoncanonicalInteger, "at byte %d", r.at)
	}
	r.at += 1 + width
	return major, n, nil
}

// leastOfWidth is the smallest argument that needs 1, 2, 4 and 8 bytes.
var leastOfWidth = [4]uint64{24, 1 << 8, 1 << 16, 1 << 32}

func indefiniteFault(major, at int) error {
	switch major {
	case majorBytes, majorText, majorArray, majorMap:
		return fault.New(KindCBORIndefinite, "at byte %d", at)
	}
	return fault.New(KindCBORMalformed, "unexpected break at byte %d", at)
}

// claim checks that count things of at least size bytes each can still follow,
// before anything is allocated for them.
func (r *cborReader) claim(count, size uint64) error {
	if left := uint64(len(r.data) - r.at); count > left/size {
		return fault.New(KindCBORLengthLies, "%d claimed, %d bytes left at byte %d", count, left, r.at)
	}
	return nil
}

func (r *cborReader) text(major int, n uint64) (any, error) {
	if err := r.claim(n, 1); err != nil {
		return nil, err
	}
	b := r.data[r.at : r.at+int(n)]
	r.at += int(n)
	if major == majorBytes {
		return append([]byte{}, b...), nil
	}
	if !utf8.Valid(b) {
		return nil, fault.New(KindCBORInvalidUTF8, "before byte %d", r.at)
	}
	return string(b), nil
}

func (r *cborReader) array(n uint64, depth int) (any, error) {
	if err := r.claim(n, 1); err != nil {
		return nil, err
	}
	list := []any{} // grows as it is read: a claim is no reason to allocate
	for range n {
		v, err := r.item(depth + 1)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, nil
}

func (r *cborReader) mapping(n uint64, depth int) (any, error) {
	if err := r.claim(n, 2); err != nil {
		return nil, err
	}
	m := map[any]any{}
	for range n {
		start := r.at
		key, err := r.key(depth)
		if err != nil {
			return nil, err
		}
		if _, twice := m[key]; twice {
			return nil, fault.New(KindCBORDuplicateKey, "at byte %d", start)
		}
		if m[key], err = r.item(depth + 1); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// key reads a map's key. Integers have one spelling here, so that equal keys
// are equal values.
func (r *cborReader) key(depth int) (any, error) {
	start := r.at
	v, err := r.item(depth + 1)
	if err != nil {
		return nil, err
	}
	switch v := v.(type) {
	case int64, uint64, string:
		return v, nil
	case []byte:
		return CBORBytes(v), nil
	}
	return nil, fault.New(KindCBORMapKey, "at byte %d", start)
}

func (r *cborReader) tag(number uint64, depth int) (any, error) {
	start := r.at
	content, err := r.item(depth + 1)
	if err != nil {
		return nil, err
	}
	tags := 1
	for inner, ok := content.(CBORTag); ok; inner, ok = inner.Content.(CBORTag) {
		tags++
	}
	if tags > maxTags {
		return nil, fault.New(KindCBORTagUnexpected, "%d tags before byte %d", tags, start)
	}
	if !tagAdmits(number, content) {
		return nil, fault.New(KindCBORType, "tag %d before byte %d is about something else", number, start)
	}
	return CBORTag{Number: number, Content: content}, nil
}

// tagAdmits checks the type under the tags of RFC 8949 section 3.4: date text,
// date number, bignums, encoded item. Other tags are their formats' matter.
func tagAdmits(number uint64, content any) bool {
	ok := true
	switch number {
	case 0:
		_, ok = content.(string)
	case 1:
		switch content.(type) {
		case int64, uint64, float64:
		default:
			ok = false
		}
	case 2, 3, 24:
		_, ok = content.([]byte)
	}
	return ok
}

// simple reads major type 7 (RFC 8949 section 3.3) whose head began at start.
func (r *cborReader) simple(start int, n uint64) (any, error) {
	switch width := r.at - start; {
	case width == 3:
		return halfFloat(uint16(n)), nil
	case width == 5:
		return float64(math.Float32frombits(uint32(n))), nil
	case width == 9:
		return math.Float64frombits(n), nil
	case width == 2 && n < 32:
		return nil, fault.New(KindCBORMalformed, "simple value at byte %d", start)
	}
	switch n {
	case 20, 21:
		return n == 21, nil
	case 22:
		return nil, nil
	case 23:
		return nil, fault.New(KindCBORUndefinedValue, "at byte %d", start)
	}
	return nil, fault.New(KindCBORSimpleValue, "simple value %d at byte %d", n, start)
}

// halfFloat widens binary16, as RFC 8949 appendix D does.
func halfFloat(half uint16) float64 {
	exponent, fraction := int(half>>10&0x1F), float64(half&0x3FF)
	var magnitude float64
	switch exponent {
	case 0:
		magnitude = math.Ldexp(fraction, -24)
	case 31:
		magnitude = math.Inf(1)
		if fraction != 0 {
			magnitude = math.NaN()
		}
	default:
		magnitude = math.Ldexp(fraction+1024, exponent-25)
	}
	if half&0x8000 != 0 {
		return -magnitude
	}
	return magnitude
}
