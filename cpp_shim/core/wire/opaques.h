// Values of types that TypeScript has no form for. They can be passed back to Qt, and nothing else.
#pragma once

#include <QVariant>

#include <unordered_map>

namespace qta {

class Opaques
{
public:
    // Returns the value's id.
    double keep(const QVariant &value)
    {
        m_values.emplace(++m_last, value);
        return m_last;
    }
    QVariant find(double id) const
    {
        const auto it = m_values.find(id);
        return it == m_values.end() ? QVariant() : it->second;
    }
    bool release(double id) { return m_values.erase(id) != 0; }
    void clear() { m_values.clear(); }

private:
    std::unordered_map<double, QVariant> m_values;
    double m_last = 0;
};

}  // namespace qta
