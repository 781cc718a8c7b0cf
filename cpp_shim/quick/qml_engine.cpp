#include "qml_engine.h"

#include "promises.h"
#include "qml_network.h"
#include "quick_types.h"
#include "script_object.h"

#include <QGuiApplication>
#include <QOpenGLContext>
#include <QQmlContext>
#include <QQmlError>
#include <QQuickWindow>

#include <algorithm>

namespace {

std::vector<QmlEngine *> &engines()
{
    static auto *all = new std::vector<QmlEngine *>;
    return *all;
}

QVariantList describe(const QList<QQmlError> &errors)
{
    QVariantList all;
    for (const QQmlError &error : errors)
        all.append(QVariant(QVariantList{error.url().toString(), error.line(), error.column(), error.description()}));
    return all;
}

bool isSet(const char *variable)
{
    return !qEnvironmentVariableIsEmpty(variable);
}

}  // namespace

void qta::chooseRenderer()
{
    static bool chosen = false;
    if (chosen || !qobject_cast<QGuiApplication *>(QCoreApplication::instance()) || isSet("QT_QUICK_BACKEND") || isSet("QSG_RHI_BACKEND"))
        return;
    chosen = true;
    const QString platform = QGuiApplication::platformName();
    const bool mayHave = platform != QLatin1String("offscreen") && platform != QLatin1String("minimal");
    QOpenGLContext context;
    if (!mayHave || !context.create())
        QQuickWindow::setGraphicsApi(QSGRendererInterface::Software);
}

QmlEngine::QmlEngine(QObject *parent)
    : QQmlApplicationEngine(parent)
{
    qta::chooseRenderer();
    engines().push_back(this);
    setOutputWarningsToStandardError(false);
    QmlNetwork::guard(this);
    // What QQmlApplicationEngine does as soon as it loads a document by itself.
    connect(this, &QQmlEngine::quit, qApp, &QCoreApplication::quit, Qt::QueuedConnection);
    connect(this, &QQmlEngine::exit, qApp, &QCoreApplication::exit, Qt::QueuedConnection);
    connect(this, &QQmlEngine::warnings, this, [this](const QList<QQmlError> &warnings) { Q_EMIT problems(describe(warnings)); });
}

QmlEngine::~QmlEngine()
{
    for (const QPointer<QObject> &root : m_roots)
        delete root.data();
    qta::Promises::forget(this);
    auto &all = engines();
    all.erase(std::remove(all.begin(), all.end(), this), all.end());
}

void QmlEngine::destroyAll()
{
    while (!engines().empty())
        delete engines().back();
}

QQmlComponent *QmlEngine::componentOf(const QUrl &url)
{
    return new QQmlComponent(this, url, QQmlComponent::PreferSynchronous, this);
}

QQmlComponent *QmlEngine::componentOfText(const QString &text, const QUrl &url)
{
    auto *component = new QQmlComponent(this, this);
    component->setData(text.toUtf8(), url);
    return component;
}

QVariantList QmlEngine::errorsOf(QQmlComponent *component) const
{
    return describe(component->errors());
}

QObject *QmlEngine::create(QQmlComponent *component, const QVariantMap &properties)
{
    for (const QVariant &value : properties)
        qta::keepForQml(value);
    const QPointer<QObject> root = component->createWithInitialProperties(properties, rootContext());
    m_roots.erase(std::remove(m_roots.begin(), m_roots.end(), nullptr), m_roots.end());
    if (root)
        m_roots.push_back(root);
    return root;
}

QVariantList QmlEngine::roots() const
{
    QVariantList all;
    for (const QPointer<QObject> &root : m_roots) {
        if (root)
            all.append(QVariant::fromValue(root.data()));
    }
    return all;
}

void QmlEngine::setContextValue(const QString &name, const QVariant &value)
{
    qta::keepForQml(value);
    rootContext()->setContextProperty(name, value);
}

void QmlEngine::addImportFolder(const QString &path)
{
    addImportPath(path);
}
