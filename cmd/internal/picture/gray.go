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
