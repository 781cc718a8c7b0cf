#include "testing/test_driver.h"

#include <QBuffer>
#include <QImage>
#include <QPainter>

#include <algorithm>
#include <cstdlib>

namespace {

constexpr int kGap = 8;
constexpr int kHead = 20;

QImage decoded(const QByteArray &png)
{
    return QImage::fromData(png).convertToFormat(QImage::Format_RGB32);
}

int difference(QRgb a, QRgb b)
{
    return std::max({std::abs(qRed(a) - qRed(b)), std::abs(qGreen(a) - qGreen(b)), std::abs(qBlue(a) - qBlue(b))});
}

struct Difference {
    int pixels = 0;
    int largest = 0;
    // What is equal, pale; what differs, red.
    QImage picture;
};

Difference differenceOf(const QImage &expected, const QImage &actual, int threshold)
{
    Difference all;
    const QSize size = expected.size().expandedTo(actual.size());
    all.picture = QImage(size, QImage::Format_RGB32);
    for (int y = 0; y < size.height(); ++y) {
        for (int x = 0; x < size.width(); ++x) {
            const bool inBoth = expected.valid(x, y) && actual.valid(x, y);
            const int differs = inBoth ? difference(expected.pixel(x, y), actual.pixel(x, y)) : 255;
            all.largest = std::max(all.largest, differs);
            all.pixels += differs > threshold;
            const int grey = inBoth ? 192 + qGray(expected.pixel(x, y)) / 4 : 0;
            all.picture.setPixel(x, y, differs > threshold ? qRgb(220, 0, 0) : qRgb(grey, grey, grey));
        }
    }
    return all;
}

QByteArray sideBySide(const QImage &expected, const QImage &actual, const QImage &difference)
{
    const std::pair<QString, const QImage *> parts[] = {
        {QStringLiteral("expected"), &expected}, {QStringLiteral("actual"), &actual}, {QStringLiteral("difference"), &difference}};
    // A head has to have room above a small picture, too.
    constexpr int narrowest = 90;
    int width = kGap;
    for (const auto &[name, picture] : parts)
        width += std::max(picture->width(), narrowest) + kGap;
    QImage sheet(width, kHead + difference.height() + kGap, QImage::Format_RGB32);
    sheet.fill(QColor(255, 255, 255));
    QPainter painter(&sheet);
    int x = kGap;
    for (const auto &[name, picture] : parts) {
        painter.setPen(Qt::black);
        painter.drawText(x, kHead - 6, name);
        painter.setPen(QColor(120, 120, 120));
        painter.drawRect(x - 1, kHead - 1, picture->width() + 1, picture->height() + 1);
        painter.drawImage(x, kHead, *picture);
        x += std::max(picture->width(), narrowest) + kGap;
    }
    painter.end();
    QByteArray png;
    QBuffer buffer(&png);
    buffer.open(QIODevice::WriteOnly);
    sheet.save(&buffer, "PNG");
    return png;
}

}  // namespace

QVariantList TestDriver::compare(const QByteArray &expected, const QByteArray &actual, int threshold) const
{
    const QImage before = decoded(expected);
    const QImage now = decoded(actual);
    const Difference all = differenceOf(before, now, threshold);
    return {before.width(), before.height(), now.width(), now.height(), all.pixels, all.largest,
            all.pixels > 0 ? sideBySide(before, now, all.picture) : QByteArray()};
}
