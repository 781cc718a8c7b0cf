#include "list_model.h"

#include "script_object.h"

#include <algorithm>
#include <iterator>

ListModel::ListModel(QObject *parent) : QAbstractListModel(parent) {}

QVariant ListModel::data(const QModelIndex &index, int role) const
{
    const int column = m_columns.value(role, -1);
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || column < 0)
        return {};
    return m_rows[static_cast<std::size_t>(index.row())].value(column);
}

bool ListModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    const int column = m_columns.value(role, -1);
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || column < 0)
        return false;
    const QVariant plain = qta::fromQml(value);
    QVariant &mine = m_rows[static_cast<std::size_t>(index.row())][column];
    if (mine.metaType() == plain.metaType() && mine == plain)
        return true;
    mine = plain;
    const int row = index.row();
    Q_EMIT dataChanged(index, index, {role});
    Q_EMIT edited(row, QString::fromUtf8(m_roleNames.value(role)), plain);
    return true;
}

Qt::ItemFlags ListModel::flags(const QModelIndex &index) const
{
    return QAbstractListModel::flags(index) | Qt::ItemIsEditable;
}

QVariantMap ListModel::get(int row) const
{
    QVariantMap values;
    if (row < 0 || row >= count())
        return values;
    const QVariantList &all = m_rows[static_cast<std::size_t>(row)];
    for (const int role : m_roles)
        values.insert(QString::fromUtf8(m_roleNames.value(role)), all.value(m_columns.value(role)));
    return values;
}

void ListModel::setRoles(const QStringList &names)
{
    // Views know Qt's own roles ("display", "decoration" …) by their numbers.
    const QHash<int, QByteArray> known = QAbstractListModel::roleNames();
    for (const QString &name : names) {
        const QByteArray bytes = name.toUtf8();
        const int column = static_cast<int>(m_roles.size());
        const int role = known.key(bytes, Qt::UserRole + 1 + column);
        m_roles.push_back(role);
        m_roleNames.insert(role, bytes);
        m_columns.insert(role, column);
    }
}

void ListModel::reset(const QVariantList &rows)
{
    const int before = count();
    beginResetModel();
    m_rows.clear();
    m_rows.reserve(static_cast<std::size_t>(rows.size()));
    for (const QVariant &row : rows) {
        qta::keepForQml(row);
        m_rows.push_back(row.toList());
    }
    endResetModel();
    if (count() != before)
        Q_EMIT countChanged();
}

void ListModel::insertAt(int row, const QVariantList &rows)
{
    if (rows.isEmpty())
        return;
    std::vector<QVariantList> added;
    added.reserve(static_cast<std::size_t>(rows.size()));
    for (const QVariant &values : rows) {
        qta::keepForQml(values);
        added.push_back(values.toList());
    }
    beginInsertRows({}, row, row + static_cast<int>(added.size()) - 1);
    m_rows.insert(m_rows.begin() + row, std::make_move_iterator(added.begin()), std::make_move_iterator(added.end()));
    endInsertRows();
    Q_EMIT countChanged();
}

void ListModel::removeAt(int row, int count)
{
    if (count == 0)
        return;
    beginRemoveRows({}, row, row + count - 1);
    m_rows.erase(m_rows.begin() + row, m_rows.begin() + row + count);
    endRemoveRows();
    Q_EMIT countChanged();
}

void ListModel::moveTo(int from, int to, int count)
{
    if (from == to || count == 0)
        return;
    // Qt names the row before which they go, counted before they have gone.
    beginMoveRows({}, from, from + count - 1, {}, to > from ? to + count : to);
    const auto first = m_rows.begin() + from;
    if (to > from)
        std::rotate(first, first + count, m_rows.begin() + to + count);
    else
        std::rotate(m_rows.begin() + to, first, first + count);
    endMoveRows();
}

void ListModel::change(int row, const QVariantMap &values)
{
    QVariantList &mine = m_rows[static_cast<std::size_t>(row)];
    QList<int> changed;
    for (const int role : m_roles) {
        const auto found = values.constFind(QString::fromUtf8(m_roleNames.value(role)));
        if (found == values.constEnd())
            continue;
        qta::keepForQml(*found);
        mine[m_columns.value(role)] = *found;
        changed.append(role);
    }
    if (!changed.isEmpty())
        Q_EMIT dataChanged(index(row), index(row), changed);
}

QVariantList ListModel::rowsFrom(int row, int count) const
{
    QVariantList all;
    all.reserve(count);
    for (int i = row; i < row + count; ++i)
        all.append(QVariant(m_rows[static_cast<std::size_t>(i)]));
    return all;
}
