package picture

import (
	"image"
	"image/color"
	"image/draw"
)

// margin is the white border laid around a picture, in pixels: many pictures of
// codes are cut to the code, and readers need a quiet zone.
const margin = 24

// toGray lays a picture on white paper, with a margin.
func toGray(picture image.Image) *image.Gray {
	b := picture.Bounds()
	gray := image.NewGray(image.Rect(0, 0, b.Dx()+2*margin, b.Dy()+2*margin))
	draw.Draw(gray, gray.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.Draw(gray, image.Rect(margin, margin, margin+b.Dx(), margin+b.Dy()), picture, b.Min, draw.Over)
	return gray
}

// shrink averages squares of n by n pixels.
func shrink(gray *image.Gray, n int) *image.Gray {
	if n <= 1 {
		return gray
	}
	width, height := gray.Bounds().Dx()/n, gray.Bounds().Dy()/n
	small := image.NewGray(image.Rect(0, 0, max(width, 1), max(height, 1)))
	for y := range height {
		for x := range width {
			sum := 0
			for dy := range n {
				for _, v := range gray.Pix[(y*n+dy)*gray.Stride+x*n:][:n] {
					sum += int(v)
				}
			}
			small.Pix[y*small.Stride+x] = byte(sum / (n * n))
		}
	}
	return small
}

// enlarge repeats each pixel n by n times.
func enlarge(gray *image.Gray, n int) *image.Gray {
	width, height := gray.Bounds().Dx()*n, gray.Bounds().Dy()*n
	large := image.NewGray(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			large.Pix[y*large.Stride+x] = gray.Pix[y/n*gray.Stride+x/n]
		}
	}
	return large
}

// tilt looks at the picture from another side: it undoes the perspective of a
// photograph whose edge to the right (across) or at the bottom (down) is that
// much nearer, or farther where it is negative, than the opposite one.
func tilt(gray *image.Gray, across, down float64) *image.Gray {
	width, height := gray.Bounds().Dx(), gray.Bounds().Dy()
	out := image.NewGray(image.Rect(0, 0, width, height))
	for y := range height {
		v := float64(y)/float64(height) - 0.5
		for x := range width {
			u := float64(x)/float64(width) - 0.5
			near := 1 + across*u + down*v
			out.Pix[y*out.Stride+x] = between(gray, (u/near+0.5)*float64(width), (v/near+0.5)*float64(height))
		}
	}
	return out
}

// between reads a point between pixels; outside of the picture all is white.
func between(gray *image.Gray, x, y float64) byte {
	left, top := int(x), int(y)
	if x < 0 || y < 0 || left >= gray.Bounds().Dx()-1 || top >= gray.Bounds().Dy()-1 {
		return 255
	}
	right, below := x-float64(left), y-float64(top)
	row := gray.Pix[top*gray.Stride+left:]
	next := gray.Pix[(top+1)*gray.Stride+left:]
	upper := float64(row[0])*(1-right) + float64(row[1])*right
	lower := float64(next[0])*(1-right) + float64(next[1])*right
	return byte(upper*(1-below) + lower*below)
}
