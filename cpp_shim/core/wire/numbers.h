// Numbers of all widths.
#pragma once

#include "wire/channel.h"

#include <QVariant>

#include <cstdint>

namespace qta {

bool isWhole(double value);

// False if the value, as it was read, is no whole number of 64 bits.
bool fitsInteger(const QVariant &value, int64_t &number);

// A whole number that is no int32 came as a double. In a QVariant it is an integer all the same: Qt shows the other as
// 3e+09.
void keepWhole(QVariant &value);

void writeInteger(Writer &writer, int64_t value);
void writeNumbers(Writer &writer, Tag tag, std::initializer_list<double> numbers);

template<std::size_t N>
bool readNumbers(Reader &reader, double (&numbers)[N])
{
    return reader.bytes(numbers, sizeof numbers);
}

}  // namespace qta
