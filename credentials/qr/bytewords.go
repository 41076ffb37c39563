package qr

import (
	"encoding/binary"
	"hash/crc32"
	"strings"

	"domicile/crypto/fault"
)

// letters holds the first and last letter of the 256 words of BCR-2020-012 in
// order ("able", "acid", "also" ... "zoom"): all that the minimal style spells.
const letters = "" +
	"aeadaoaxaaahamatayasbkbdbnbtbabsbebybgbwbbbzcmchcscfcycwcecackct" +
	"cxclcpcndkdadsdidedtdrdndwdpdmdldyeheyeoeeecenemetesftfrfnfsfmfh" +
	"fzfpfwfxfyfefgflfdgagegrgsgtglgwgdgygmgughgohfhghdhkhthphhhlhyhe" +
	"hnhsidiaieihiyioisinimjejzjnjtjljojsjpjkjykpkoktkskkknkgkekikblb" +
	"lalylflslrlplnltloldlelulklgmnmymhmemomumwmdmtmsmknlnyndnsntnnne" +
	"nboyoeotoxonolospdptpkpypspmplpepfpaprqdqzrerprlrorhrdrkrfryrnrs" +
	"rtsesasrssskswstspsosgsbsfsntotktitttdtetytltbtstptatnuyuoutueur" +
	"vtvyvovlvevwvavdvswlwdwmwpwewywswtwnwzwfwkykynylyaytzszoztzczezm"

// byteOf maps a pair of letters to 1 + the byte they spell, 0 for no word.
var byteOf = func() (table [26 * 26]uint16) {
	for i := range 256 {
		table[pairIndex(letters[2*i], letters[2*i+1])] = uint16(i) + 1
	}
	return table
}()

func pairIndex(first, last byte) int { return int(first-'a')*26 + int(last-'a') }

// encodeBytewords spells data and its CRC-32 in the minimal style, lower-case.
func encodeBytewords(data []byte) string {
	var s strings.Builder
	s.Grow(2 * (len(data) + 4))
	for _, b := range binary.BigEndian.AppendUint32(data[:len(data):len(data)], crc32.ChecksumIEEE(data)) {
		s.WriteString(letters[2*int(b) : 2*int(b)+2])
	}
	return s.String()
}

// decodeBytewords reverses encodeBytewords; the letters must be lower-case.
func decodeBytewords(s string) ([]byte, error) {
	if len(s)%2 != 0 || len(s) <= 8 {
		return nil, fault.New(KindFrameChecksum, "%d letters are no whole bytewords with a checksum", len(s))
	}
	data := make([]byte, len(s)/2)
	for i := range data {
		first, last := s[2*i], s[2*i+1]
		if first < 'a' || first > 'z' || last < 'a' || last > 'z' {
			return nil, fault.New(KindFrameChecksum, "letter pair %d is none", i)
		}
		word := byteOf[pairIndex(first, last)]
		if word == 0 {
			return nil, fault.New(KindFrameChecksum, "letter pair %d is no byteword", i)
		}
		data[i] = byte(word - 1)
	}
	body, sum := data[:len(data)-4], binary.BigEndian.Uint32(data[len(data)-4:])
	if crc32.ChecksumIEEE(body) != sum {
		return nil, fault.New(KindFrameChecksum, "bytewords do not have their checksum")
	}
	return body, nil
}
