#include "guarded_reply.h"

#include "qml_network.h"

namespace qta {

namespace {

bool isLocal(const QUrl &url)
{
    const QString scheme = url.scheme();
    return scheme.isEmpty() || scheme == QLatin1String("file") || scheme == QLatin1String("qrc") || scheme == QLatin1String("data");
}

bool isSafe(QNetworkRequest::RedirectPolicy policy, const QUrl &from, const QUrl &to)
{
    switch (policy) {
    case QNetworkRequest::NoLessSafeRedirectPolicy:
        return from.scheme() == to.scheme() || to.scheme() == QLatin1String("https");
    case QNetworkRequest::SameOriginRedirectPolicy:
        return from.scheme() == to.scheme() && from.host() == to.host() && from.port() == to.port();
    default:
        return false;
    }
}

}  // namespace

QNetworkReply *GuardedManager::createRequest(Operation operation, const QNetworkRequest &request, QIODevice *data)
{
    return isLocal(request.url()) ? send(operation, request, data) : new GuardedReply(this, operation, request, data);
}

QNetworkReply *GuardedManager::send(Operation operation, const QNetworkRequest &request, QIODevice *data)
{
    return QNetworkAccessManager::createRequest(operation, request, data);
}

GuardedReply::GuardedReply(GuardedManager *manager, QNetworkAccessManager::Operation operation, const QNetworkRequest &request, QIODevice *data)
    : QNetworkReply(manager), m_manager(manager), m_data(data),
      m_redirects(static_cast<QNetworkRequest::RedirectPolicy>(
          request.attribute(QNetworkRequest::RedirectPolicyAttribute, manager->redirectPolicy()).toInt()))
{
    setRequest(request);
    setUrl(request.url());
    setOperation(operation);
    open(ReadOnly | Unbuffered);
    m_asked = url();
    QmlNetwork::ask(this, m_asked);
}

GuardedReply::~GuardedReply()
{
    QmlNetwork::forget(this);
    drop();
}

// Ends the real request. Its reply is not deleted at once, and no child of this: ~QNetworkAccessManager() has a list of
// both to delete.
void GuardedReply::drop()
{
    if (!m_reply)
        return;
    m_reply->disconnect(this);
    m_reply->deleteLater();
    m_reply = nullptr;
}

void GuardedReply::decide(bool permitted)
{
    if (isFinished())
        return;
    if (!permitted)
        refuse(ContentAccessDenied, QStringLiteral("Deno does not permit access to %1: run again with --allow-net").arg(m_asked.toDisplayString()));
    else if (m_reply)
        Q_EMIT m_reply->redirectAllowed();
    else
        send();
}

void GuardedReply::send()
{
    QNetworkRequest verified = request();
    if (m_redirects != QNetworkRequest::ManualRedirectPolicy)
        verified.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::UserVerifiedRedirectPolicy);
    m_reply = m_manager->send(operation(), verified, m_data);
    connect(m_reply, &QNetworkReply::metaDataChanged, this, [this] {
        takeMetaData();
        Q_EMIT metaDataChanged();
    });
    connect(m_reply, &QNetworkReply::readyRead, this, &QNetworkReply::readyRead);
    connect(m_reply, &QNetworkReply::downloadProgress, this, &QNetworkReply::downloadProgress);
    connect(m_reply, &QNetworkReply::uploadProgress, this, &QNetworkReply::uploadProgress);
    connect(m_reply, &QNetworkReply::redirected, this, &GuardedReply::redirect);
    connect(m_reply, &QNetworkReply::errorOccurred, this, [this](NetworkError code) {
        takeMetaData();
        setError(code, m_reply->errorString());
        Q_EMIT errorOccurred(code);
    });
    connect(m_reply, &QNetworkReply::finished, this, [this] {
        takeMetaData();
        setFinished(true);
        Q_EMIT finished();
    });
    // A synchronous request is done already.
    if (m_reply->isFinished()) {
        takeMetaData();
        setError(m_reply->error(), m_reply->errorString());
        setFinished(true);
    }
}

void GuardedReply::takeMetaData()
{
    setUrl(m_reply->url());
    for (const auto &[name, value] : m_reply->rawHeaderPairs())
        setRawHeader(name, value);
    for (const auto attribute :
         {QNetworkRequest::HttpStatusCodeAttribute, QNetworkRequest::HttpReasonPhraseAttribute, QNetworkRequest::RedirectionTargetAttribute,
          QNetworkRequest::ConnectionEncryptedAttribute, QNetworkRequest::SourceIsFromCacheAttribute, QNetworkRequest::Http2WasUsedAttribute,
          QNetworkRequest::OriginalContentLengthAttribute})
        setAttribute(attribute, m_reply->attribute(attribute));
}

void GuardedReply::redirect(const QUrl &url)
{
    if (!isSafe(m_redirects, m_reply->url(), url)) {
        refuse(InsecureRedirectError, QStringLiteral("Insecure redirection to %1").arg(url.toDisplayString()));
        return;
    }
    m_asked = url;
    QmlNetwork::ask(this, m_asked);
}

void GuardedReply::fail(NetworkError code, const QString &text)
{
    drop();
    setError(code, text);
    setFinished(true);
}

void GuardedReply::tell()
{
    Q_EMIT errorOccurred(error());
    Q_EMIT finished();
}

void GuardedReply::refuse(NetworkError code, const QString &text)
{
    fail(code, text);
    // The reply may be new: it is returned and connected first.
    QMetaObject::invokeMethod(this, &GuardedReply::tell, Qt::QueuedConnection);
}

void GuardedReply::abort()
{
    if (isFinished())
        return;
    QmlNetwork::forget(this);
    fail(OperationCanceledError, QStringLiteral("Operation canceled"));
    tell();
}

qint64 GuardedReply::bytesAvailable() const
{
    return QNetworkReply::bytesAvailable() + (m_reply ? m_reply->bytesAvailable() : 0);
}

qint64 GuardedReply::readData(char *data, qint64 size)
{
    if (m_reply && m_reply->bytesAvailable() > 0)
        return m_reply->read(data, size);
    return isFinished() ? -1 : 0;
}

}  // namespace qta
