// Objects for the project's own tests and benchmarks.
#pragma once

#include <QDateTime>
#include <QObject>
#include <QPointF>
#include <QRectF>
#include <QSizeF>
#include <QUrl>
#include <QUuid>
#include <QVariant>

namespace qta::testing {

// One property, one signal and one method for every kind of value that crosses.
class Probe : public QObject
{
    Q_OBJECT
    Q_PROPERTY(bool flag MEMBER m_flag NOTIFY changed)
    Q_PROPERTY(int number MEMBER m_number NOTIFY numberChanged)
    Q_PROPERTY(qlonglong big MEMBER m_big NOTIFY changed)
    Q_PROPERTY(qulonglong huge MEMBER m_huge NOTIFY changed)
    Q_PROPERTY(double real MEMBER m_real NOTIFY changed)
    Q_PROPERTY(float single MEMBER m_single NOTIFY changed)
    Q_PROPERTY(quint8 octet MEMBER m_octet NOTIFY changed)
    Q_PROPERTY(QString text MEMBER m_text NOTIFY textChanged)
    Q_PROPERTY(QByteArray bytes MEMBER m_bytes NOTIFY changed)
    Q_PROPERTY(QVariantList list MEMBER m_list NOTIFY changed)
    Q_PROPERTY(QStringList strings MEMBER m_strings NOTIFY changed)
    Q_PROPERTY(QList<int> numbers MEMBER m_numbers NOTIFY changed)
    Q_PROPERTY(QVariantMap map MEMBER m_map NOTIFY changed)
    Q_PROPERTY(QVariant any MEMBER m_any NOTIFY changed)
    Q_PROPERTY(QObject *object MEMBER m_object NOTIFY changed)
    Q_PROPERTY(QDateTime dateTime MEMBER m_dateTime NOTIFY changed)
    Q_PROPERTY(QDate date MEMBER m_date NOTIFY changed)
    Q_PROPERTY(QTime time MEMBER m_time NOTIFY changed)
    Q_PROPERTY(QUrl url MEMBER m_url NOTIFY changed)
    Q_PROPERTY(QSize size MEMBER m_size NOTIFY changed)
    Q_PROPERTY(QSizeF sizeF MEMBER m_sizeF NOTIFY changed)
    Q_PROPERTY(QPoint point MEMBER m_point NOTIFY changed)
    Q_PROPERTY(QPointF pointF MEMBER m_pointF NOTIFY changed)
    Q_PROPERTY(QRect rect MEMBER m_rect NOTIFY changed)
    Q_PROPERTY(QRectF rectF MEMBER m_rectF NOTIFY changed)
    Q_PROPERTY(Mood mood MEMBER m_mood NOTIFY changed)
    Q_PROPERTY(Options options READ options WRITE setOptions NOTIFY changed)
    Q_PROPERTY(QUuid uuid MEMBER m_uuid NOTIFY changed)
    Q_PROPERTY(QVariantHash readOnly READ readOnly CONSTANT)

public:
    enum Mood { Calm, Curious = 5, Furious };
    Q_ENUM(Mood)
    enum Option { Bold = 1, Italic = 2, Wide = 4 };
    Q_DECLARE_FLAGS(Options, Option)
    Q_FLAG(Options)

    Q_INVOKABLE explicit Probe(QObject *parent = nullptr);
    ~Probe() override;

    Options options() const { return m_options; }
    void setOptions(Options options) { m_options = options; }
    QVariantHash readOnly() const { return {{QStringLiteral("answer"), 42}}; }

    Q_INVOKABLE int add(int a, int b) const { return a + b; }
    Q_INVOKABLE QString overloaded(int) const { return QStringLiteral("int"); }
    Q_INVOKABLE QString overloaded(const QString &) const { return QStringLiteral("string"); }
    Q_INVOKABLE QString overloaded(QObject *) const { return QStringLiteral("object"); }
    Q_INVOKABLE QString overloaded(int, int) const { return QStringLiteral("two"); }
    Q_INVOKABLE QVariant echo(const QVariant &value) const { return value; }
    // Runs a nested event loop for some time, as a dialog does.
    Q_INVOKABLE int nest(int milliseconds);
    // Emits `emitted` so many times, at once.
    Q_INVOKABLE void emitMany(int count);
    // Another thread posts so many events, one after the other, each once the last has been handled by acknowledge().
    Q_INVOKABLE void postFromThread(int count, int pauseMicroseconds);
    Q_INVOKABLE void acknowledge();
    // Round-trip times of the posts in microseconds, from just before the post to acknowledge().
    Q_INVOKABLE QVariantList latencies() const { return m_latencies; }
    Q_INVOKABLE void emitFromThread();
    Q_INVOKABLE QObject *makeChild() { return new Probe(this); }
    Q_INVOKABLE QObject *makeInThread();
    Q_INVOKABLE void fatal() const;
    Q_INVOKABLE void postDeferred() { QMetaObject::invokeMethod(this, &Probe::changed, Qt::QueuedConnection); }
    // How many probes exist.
    Q_INVOKABLE int alive() const;

Q_SIGNALS:
    void changed();
    void numberChanged(int number);
    void textChanged(const QString &text);
    void emitted();
    void posted(int index);
    void several(int number, const QString &text, const QVariantList &list);
    void withObject(QObject *object);

private:
    bool m_flag = false;
    int m_number = 0;
    qlonglong m_big = 0;
    qulonglong m_huge = 0;
    double m_real = 0;
    float m_single = 0;
    quint8 m_octet = 0;
    QString m_text;
    QByteArray m_bytes;
    QVariantList m_list;
    QStringList m_strings;
    QList<int> m_numbers;
    QVariantMap m_map;
    QVariant m_any;
    QObject *m_object = nullptr;
    QDateTime m_dateTime;
    QDate m_date;
    QTime m_time;
    QUrl m_url;
    QSize m_size;
    QSizeF m_sizeF;
    QPoint m_point;
    QPointF m_pointF;
    QRect m_rect;
    QRectF m_rectF;
    Mood m_mood = Calm;
    Options m_options;
    QUuid m_uuid;

    struct Poster;
    Poster *m_poster = nullptr;
    QVariantList m_latencies;
};

}  // namespace qta::testing
