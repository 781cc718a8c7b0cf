// QML's engine, with what TypeScript needs of it.
#pragma once

#include <QPointer>
#include <QQmlApplicationEngine>
#include <QQmlComponent>

#include <vector>

class QmlEngine : public QQmlApplicationEngine
{
    Q_OBJECT

public:
    explicit QmlEngine(QObject *parent = nullptr);
    ~QmlEngine() override;

    // Before what their documents refer to.
    static void destroyAll();

    // A document, perhaps still on its way.
    Q_INVOKABLE QQmlComponent *componentOf(const QUrl &url);
    Q_INVOKABLE QQmlComponent *componentOfText(const QString &text, const QUrl &url);
    // [url, line, column, message] of each.
    Q_INVOKABLE QVariantList errorsOf(QQmlComponent *component) const;
    // Null if it cannot be created: errorsOf() says why.
    Q_INVOKABLE QObject *create(QQmlComponent *component, const QVariantMap &properties);
    Q_INVOKABLE QVariantList roots() const;
    Q_INVOKABLE void setContextValue(const QString &name, const QVariant &value);
    Q_INVOKABLE void addImportFolder(const QString &path);

Q_SIGNALS:
    // As errorsOf(): what goes wrong in documents while they run.
    void problems(const QVariantList &errors);

private:
    std::vector<QPointer<QObject>> m_roots;
};
