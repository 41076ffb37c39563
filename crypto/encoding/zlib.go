package encoding

import (
	"bytes"
	"compress/zlib"
	"hash/adler32"
	"io"
	"math/bits"

	"domicile/crypto/fault"
)

// Kinds of compression defects.
const (
	// KindZlibMissing is returned when compressed data are required and these
	// have no zlib header.
	KindZlibMissing fault.Kind = "zlib_missing"
	// KindZlibCorrupt is returned when a stream is broken, cut short, fails its
	// checksum, or needs a dictionary.
	KindZlibCorrupt fault.Kind = "zlib_corrupt"
	// KindZlibTrailingData is returned when something follows the stream.
	KindZlibTrailingData fault.Kind = "zlib_trailing_data"
	// KindZlibTooLarge is returned when the inflated data exceed the limit.
	KindZlibTooLarge fault.Kind = "zlib_too_large"
	// KindZlibRatio is returned when a credential inflates more than MaxRatio
	// times: no text does.
	KindZlibRatio fault.Kind = "zlib_ratio"
)

// Inflate reads a zlib stream (RFC 1950) of at most limit bytes once inflated.
// It stops reading at the limit: a small bomb costs no more than a large
// credential. Limits up to MaxInflated come with MaxRatio; lists, which have
// larger ones, are mostly zeros and compress a thousandfold. Up to MaxInflated
// the bits that fill up the last byte must be zero as well, so that no changed
// character of a code goes unnoticed.
func Inflate(data []byte, limit int) ([]byte, error) {
	if !hasZlibHeader(data) {
		return nil, fault.New(KindZlibMissing, "no zlib header")
	}
	bound, tooMuch := limit, KindZlibTooLarge
	if limit <= MaxInflated && len(data)*MaxRatio < limit {
		bound, tooMuch = len(data)*MaxRatio, KindZlibRatio
	}
	out, rest, err := inflate(data, bound+1)
	switch {
	case err != nil:
		return nil, fault.Wrap(KindZlibCorrupt, err, "")
	case len(out) > bound:
		return nil, fault.New(tooMuch, "more than %d bytes from %d", bound, len(data))
	case rest > 0:
		return nil, fault.New(KindZlibTrailingData, "%d bytes after the stream", rest)
	case limit <= MaxInflated && paddingSet(data, out):
		return nil, fault.New(KindZlibCorrupt, "bits are set after the last block")
	}
	return out, nil
}

// inflate reads at most limit bytes, and says how many of data it left.
func inflate(data []byte, limit int) (out []byte, rest int, err error) {
	source := bytes.NewReader(data) // an io.ByteReader: nothing is read ahead
	stream, err := zlib.NewReader(source)
	if err != nil {
		return nil, 0, err
	}
	out, err = io.ReadAll(io.LimitReader(stream, int64(limit)))
	return out, source.Len(), err
}

// paddingSet finds set bits between the end of the last block and the next byte
// (RFC 1951 section 3.2.3), which readers skip: they are the topmost of the byte
// before the checksum, and without one of them the stream says the same.
func paddingSet(data, out []byte) bool {
	at := len(data) - adler32.Size - 1
	if at < 2 || data[at] == 0 {
		return false
	}
	cleared := bytes.Clone(data)
	cleared[at] &^= 1 << (bits.Len8(data[at]) - 1)
	same, rest, err := inflate(cleared, len(out)+1)
	return err == nil && rest == 0 && bytes.Equal(same, out)
}

// Deflate writes a zlib stream, as small as the standard library makes it.
func Deflate(data []byte) []byte {
	var b bytes.Buffer
	w, _ := zlib.NewWriterLevel(&b, zlib.BestCompression) // the level is known
	_, _ = w.Write(data)                                  // a Buffer does not fail
	_ = w.Close()
	return b.Bytes()
}

// hasZlibHeader checks the method, deflate, and the header's own check bits
// (RFC 1950 section 2.2).
func hasZlibHeader(data []byte) bool {
	return len(data) >= 2 && data[0]&0x0F == 8 && (int(data[0])<<8|int(data[1]))%31 == 0
}
