// A model of rows that TypeScript keeps: Qt asks for a value when it needs one.
#pragma once

#include "abi/constants.h"

#include <QAbstractListModel>

#include <vector>

namespace qta {

class ScriptCalls;

}  // namespace qta

class ListModel : public QAbstractListModel
{
    Q_OBJECT
    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    ListModel(qta::ScriptCalls &calls, QObject *parent);

    int count() const { return m_count; }
    int rowCount(const QModelIndex &parent = QModelIndex()) const override { return parent.isValid() ? 0 : m_count; }
    QVariant data(const QModelIndex &index, int role) const override;
    // From QML or a view; TypeScript hears of it by edited().
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QHash<int, QByteArray> roleNames() const override { return m_roleNames; }

    // A row's values by their roles; for QML.
    Q_INVOKABLE QVariantMap get(int row) const;

    // For TypeScript, which has looked that the rows exist. It changes its rows between the two functions of a pair.
    void setRoles(const QStringList &names);
    void beginReset();
    void endReset(int count);
    void beginInsert(int row, int count);
    void endInsert(int count);
    void beginRemove(int row, int count);
    void endRemove(int count);
    void beginMove(int from, int to, int count);
    void endMove();
    // The values of some columns of a row are others now.
    void changed(int row, const QList<int> &columns);

Q_SIGNALS:
    void countChanged();
    void edited(int row, const QString &role, const QVariant &value);

private:
    QVariant ask(QtaRowRequest request, const QVariantList &arguments) const;

    qta::ScriptCalls &m_calls;
    std::vector<int> m_roles;  // by column
    QHash<int, QByteArray> m_roleNames;
    QHash<int, int> m_columns;
    int m_count = 0;
};
