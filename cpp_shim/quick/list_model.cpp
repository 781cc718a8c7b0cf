#include "list_model.h"

#include "script_calls.h"
#include "script_object.h"

#include <utility>

ListModel::ListModel(qta::ScriptCalls &calls, QObject *parent) : QAbstractListModel(parent), m_calls(calls) {}

QVariant ListModel::ask(QtaRowRequest request, const QVariantList &arguments) const
{
    QVariant value;
    return m_calls.run(const_cast<ListModel *>(this), request, arguments, value) == QTA_FUNCTION_RETURNED ? value : QVariant();
}

QVariant ListModel::data(const QModelIndex &index, int role) const
{
    const int column = m_columns.value(role, -1);
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || column < 0)
        return {};
    return ask(QTA_ROW_VALUE, {index.row(), column});
}

bool ListModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    const int column = m_columns.value(role, -1);
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || column < 0)
        return false;
    const QPersistentModelIndex place = index;
    const QVariant plain = qta::fromQml(value);
    const QVariant mine = ask(QTA_ROW_VALUE, {index.row(), column});
    if (mine.metaType() == plain.metaType() && mine == plain)
        return true;
    ask(QTA_ROW_STORE, {index.row(), column, plain});
    Q_EMIT dataChanged(place, place, {role});
    if (place.isValid())
        Q_EMIT edited(place.row(), QString::fromUtf8(m_roleNames.value(role)), plain);
    return true;
}

Qt::ItemFlags ListModel::flags(const QModelIndex &index) const
{
    return QAbstractListModel::flags(index) | Qt::ItemIsEditable;
}

QVariantMap ListModel::get(int row) const
{
    if (row < 0 || row >= m_count)
        return {};
    const QVariantList all = ask(QTA_ROW_ALL, {row}).toList();
    QVariantMap values;
    for (std::size_t column = 0; column < m_roles.size(); ++column)
        values.insert(QString::fromUtf8(m_roleNames.value(m_roles[column])), all.value(static_cast<qsizetype>(column)));
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

void ListModel::beginReset()
{
    beginResetModel();
}

void ListModel::endReset(int count)
{
    const int before = std::exchange(m_count, count);
    endResetModel();
    if (before != count)
        Q_EMIT countChanged();
}

void ListModel::beginInsert(int row, int count)
{
    beginInsertRows({}, row, row + count - 1);
}

void ListModel::endInsert(int count)
{
    m_count += count;
    endInsertRows();
    Q_EMIT countChanged();
}

void ListModel::beginRemove(int row, int count)
{
    beginRemoveRows({}, row, row + count - 1);
}

void ListModel::endRemove(int count)
{
    m_count -= count;
    endRemoveRows();
    Q_EMIT countChanged();
}

void ListModel::beginMove(int from, int to, int count)
{
    // Qt names the row before which they go, counted before they have gone.
    beginMoveRows({}, from, from + count - 1, {}, to > from ? to + count : to);
}

void ListModel::endMove()
{
    endMoveRows();
}

void ListModel::changed(int row, const QList<int> &columns)
{
    QList<int> roles;
    for (const int column : columns)
        roles.append(m_roles.at(static_cast<std::size_t>(column)));
    Q_EMIT dataChanged(index(row), index(row), roles);
}
