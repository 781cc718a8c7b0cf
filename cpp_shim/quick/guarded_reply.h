// A reply of the network that waits for permission before its request is sent.
#pragma once

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QPointer>

namespace qta {

class GuardedManager : public QNetworkAccessManager
{
    Q_OBJECT

public:
    using QNetworkAccessManager::QNetworkAccessManager;

    QNetworkReply *send(Operation operation, const QNetworkRequest &request, QIODevice *data);

protected:
    QNetworkReply *createRequest(Operation operation, const QNetworkRequest &request, QIODevice *data) override;
};

// Passes on what the real reply says, once there is one.
class GuardedReply : public QNetworkReply
{
    Q_OBJECT

public:
    GuardedReply(GuardedManager *manager, QNetworkAccessManager::Operation operation, const QNetworkRequest &request, QIODevice *data);
    ~GuardedReply() override;

    // The answer for the URL that was asked for last.
    void decide(bool permitted);

    void abort() override;
    qint64 bytesAvailable() const override;

protected:
    qint64 readData(char *data, qint64 size) override;

private:
    void send();
    void drop();
    void fail(NetworkError code, const QString &text);
    void tell();
    void takeMetaData();
    void redirect(const QUrl &url);
    void refuse(NetworkError code, const QString &text);

    GuardedManager *const m_manager;
    const QPointer<QIODevice> m_data;
    QNetworkRequest::RedirectPolicy m_redirects;
    QUrl m_asked;
    QPointer<QNetworkReply> m_reply;
};

}  // namespace qta
