// Members that no generator can write: tools/bindgen/rules/extra.ts declares them. Buffers cross as copies.
#pragma once

#include "calls/api_error.h"

#include <QByteArray>
#include <QImage>
#include <QList>
#include <QMatrix4x4>

#include <algorithm>

namespace qta::api::extra {

inline QByteArray constBits(const QImage &image)
{
    return QByteArray(reinterpret_cast<const char *>(image.constBits()), image.sizeInBytes());
}

inline QByteArray bits(const QImage &image)
{
    return constBits(image);
}

inline QByteArray constScanLine(const QImage &image, int line)
{
    return QByteArray(reinterpret_cast<const char *>(image.constScanLine(line)), image.bytesPerLine());
}

inline QByteArray scanLine(const QImage &image, int line)
{
    return constScanLine(image, line);
}

// The image has a copy of the bytes.
inline QImage *makeQImage(const QByteArray &data, int width, int height, int bytesPerLine, QImage::Format format)
{
    const int depth = QImage(1, 1, format).depth();
    const qint64 least = (qint64(width) * depth + 7) / 8;
    if (width <= 0 || height <= 0 || depth == 0 || bytesPerLine < least || data.size() < bytesPerLine * qint64(height - 1) + least)
        refuse(QTA_E_RANGE, QStringLiteral("%1 bytes are too few for %2 lines of %3 bytes").arg(data.size()).arg(height).arg(std::max<qint64>(bytesPerLine, least)));
    return new QImage(QImage(reinterpret_cast<const uchar *>(data.constData()), width, height, bytesPerLine, format).copy());
}

// Each line begins with a new byte.
inline QImage *makeQImage(const QByteArray &data, int width, int height, QImage::Format format)
{
    const int depth = QImage(1, 1, format).depth();
    return makeQImage(data, width, height, static_cast<int>((qint64(std::max(width, 0)) * depth + 7) / 8), format);
}

// The numbers column by column, as OpenGL has them.
inline QList<float> constData(const QMatrix4x4 &matrix)
{
    return QList<float>(matrix.constData(), matrix.constData() + 16);
}

inline QList<float> data(const QMatrix4x4 &matrix)
{
    return constData(matrix);
}

// The numbers row by row, as the constructor with 16 numbers has them.
inline QMatrix4x4 *makeQMatrix4x4(const QList<float> &values)
{
    if (values.size() != 16)
        refuse(QTA_E_RANGE, QStringLiteral("A matrix has 16 numbers, not %1").arg(values.size()));
    return new QMatrix4x4(values.constData());
}

}  // namespace qta::api::extra
