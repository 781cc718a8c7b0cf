// A model of rows that TypeScript fills.
#pragma once

#include <QAbstractListModel>

#include <vector>

class ListModel : public QAbstractListModel
{
    Q_OBJECT
    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    explicit ListModel(QObject *parent = nullptr);

    int count() const { return static_cast<int>(m_rows.size()); }
    int rowCount(const QModelIndex &parent = QModelIndex()) const override { return parent.isValid() ? 0 : count(); }
    QVariant data(const QModelIndex &index, int role) const override;
    // From QML or a view; TypeScript hears of it by edited().
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QHash<int, QByteArray> roleNames() const override { return m_roleNames; }

    // A row's values by their roles; for QML.
    Q_INVOKABLE QVariantMap get(int row) const;

    // For TypeScript, which has looked that the rows exist and have a value for each role.
    void setRoles(const QStringList &names);
    void reset(const QVariantList &rows);
    void insertAt(int row, const QVariantList &rows);
    void removeAt(int row, int count);
    void moveTo(int from, int to, int count);
    void change(int row, const QVariantMap &values);
    QVariantList rowsFrom(int row, int count) const;

Q_SIGNALS:
    void countChanged();
    void edited(int row, const QString &role, const QVariant &value);

private:
    std::vector<int> m_roles;  // in the order of a row's values
    QHash<int, QByteArray> m_roleNames;
    QHash<int, int> m_columns;
    std::vector<QVariantList> m_rows;
};
