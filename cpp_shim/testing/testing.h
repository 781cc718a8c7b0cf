// Objects for the project's own tests and benchmarks.
#pragma once

#include <QDateTime>
#include <QObject>
#include <QPointF>
#include <QPointer>
#include <QRectF>
#include <QSizeF>
#include <QUrl>
#include <QUuid>
#include <QVariant>

namespace qta::testing {

// Two classes that a program meets only because Qt hands out their objects. Otter is also what a user's own class
// looks like: registered with the meta-object system alone.
class Otter : public QObject
{
    Q_OBJECT
    Q_PROPERTY(int whiskers MEMBER m_whiskers CONSTANT)

public:
    Q_INVOKABLE explicit Otter(QObject *parent = nullptr)
        : QObject(parent) {}

private:
    int m_whiskers = 42;
};

class SeaOtter : public Otter
{
    Q_OBJECT
    Q_PROPERTY(QString stone MEMBER m_stone CONSTANT)

public:
    using Otter::Otter;

private:
    QString m_stone = QStringLiteral("flint");
};

// One property, one signal and one method for every kind of value that crosses.
class Probe : public QObject
{
    Q_OBJECT
    Q_PROPERTY(bool flag MEMBER m_flag NOTIFY changed)
    Q_PROPERTY(int number MEMBER m_number NOTIFY numberChanged)
    Q_PROPERTY(qlonglong big MEMBER m_big NOTIFY changed)
    Q_PROPERTY(qulonglong huge MEMBER m_huge NOTIFY changed)
    Q_PROPERTY(double real READ real WRITE setReal NOTIFY changed)
    Q_PROPERTY(float single MEMBER m_single NOTIFY changed)
    Q_PROPERTY(quint8 octet MEMBER m_octet NOTIFY changed)
    Q_PROPERTY(QString text MEMBER m_text NOTIFY textChanged)
    Q_PROPERTY(QByteArray bytes MEMBER m_bytes NOTIFY changed)
    Q_PROPERTY(QVariantList list MEMBER m_list NOTIFY changed)
    Q_PROPERTY(QStringList strings MEMBER m_strings NOTIFY changed)
    Q_PROPERTY(QList<int> numbers MEMBER m_numbers NOTIFY changed)
    Q_PROPERTY(QVariantMap map MEMBER m_map NOTIFY changed)
    Q_PROPERTY(QVariant any READ any WRITE setAny NOTIFY changed)
    Q_PROPERTY(QObject *object READ object WRITE setObject NOTIFY changed)
    Q_PROPERTY(qta::testing::Probe *peer READ peer WRITE setPeer NOTIFY changed)
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
    Q_PROPERTY(qint8 signedOctet MEMBER m_signedOctet NOTIFY changed)
    Q_PROPERTY(short shorter MEMBER m_shorter NOTIFY changed)
    Q_PROPERTY(ushort unsignedShort MEMBER m_unsignedShort NOTIFY changed)
    Q_PROPERTY(uint natural MEMBER m_natural NOTIFY changed)
    Q_PROPERTY(QChar character MEMBER m_character NOTIFY changed)
    Q_PROPERTY(QVariantHash hash MEMBER m_hash NOTIFY changed)
    Q_PROPERTY(int recursive READ recursive WRITE setRecursive NOTIFY recursiveChanged)
    Q_PROPERTY(QVariantHash readOnly READ readOnly CONSTANT)

public:
    enum Mood { Calm,
                Curious = 5,
                Furious };
    Q_ENUM(Mood)
    enum Option { Bold = 1,
                  Italic = 2,
                  Wide = 4 };
    Q_DECLARE_FLAGS(Options, Option)
    Q_FLAG(Options)

    Q_INVOKABLE explicit Probe(QObject *parent = nullptr);
    ~Probe() override;

    Options options() const { return m_options; }
    void setOptions(Options options) { m_options = options; }
    // Not members: Qt writes a member only if it differs, and takes -0 for 0, and a QVariant's 1 for true.
    double real() const { return m_real; }
    void setReal(double real) { m_real = real; }
    QVariant any() const { return m_any; }
    void setAny(const QVariant &any) { m_any = any; }
    QObject *object() const { return m_object; }
    void setObject(QObject *object) { m_object = object; }
    Probe *peer() const { return m_peer; }
    void setPeer(Probe *peer) { m_peer = peer; }
    int recursive() const { return m_recursive; }
    void setRecursive(int value);
    QVariantHash readOnly() const { return {{QStringLiteral("answer"), 42}}; }

    Q_INVOKABLE int add(int a, int b) const { return a + b; }
    Q_INVOKABLE QString overloaded(int) const { return QStringLiteral("int"); }
    Q_INVOKABLE QString overloaded(const QString &) const { return QStringLiteral("string"); }
    Q_INVOKABLE QString overloaded(QObject *) const { return QStringLiteral("object"); }
    Q_INVOKABLE QString overloaded(int, int) const { return QStringLiteral("two"); }
    Q_INVOKABLE QString nearest(QObject *) const { return QStringLiteral("QObject"); }
    Q_INVOKABLE QString nearest(qta::testing::Probe *) const { return QStringLiteral("Probe"); }
    Q_INVOKABLE QString numeric(int) const { return QStringLiteral("int"); }
    Q_INVOKABLE QString numeric(double) const { return QStringLiteral("double"); }
    Q_INVOKABLE QString loose(const QVariant &) const { return QStringLiteral("any"); }
    Q_INVOKABLE QString loose(const QString &) const { return QStringLiteral("string"); }
    Q_INVOKABLE int withDefault(int a, int b = 10) const { return a + b; }
    Q_INVOKABLE int sum(const QList<int> &numbers) const;
    Q_INVOKABLE void throwError() const;
    // Deletes it here and now.
    Q_INVOKABLE void destroyNow(QObject *object) { delete object; }
    Q_INVOKABLE QObject *replace(QObject *object)
    {
        delete object;
        return makeChild();
    }
    // [SeaOtter, 5, Otter, "end"]: objects of classes that nobody has seen before, among other values.
    Q_INVOKABLE QVariantList makeOtters();
    // Emits `everything`, `several` or `withObject`.
    Q_INVOKABLE void emitEverything();
    Q_INVOKABLE void emitSeveral(int number, const QString &text, const QVariantList &list) { Q_EMIT several(number, text, list); }
    Q_INVOKABLE void emitWithObject(QObject *object) { Q_EMIT withObject(object); }
    Q_INVOKABLE void emitOverloaded()
    {
        Q_EMIT overloadedSignal(1);
        Q_EMIT overloadedSignal(QStringLiteral("one"));
    }
    // How long so many calls of rowCount() and data() of a model take, in nanoseconds each.
    Q_INVOKABLE double timeRowCount(QObject *model, int times) const;
    Q_INVOKABLE double timeData(QObject *model, int times) const;
    // What C++ gets from rowCount() of a model, here or on another thread.
    Q_INVOKABLE int rowCount(QObject *model, bool inThread) const;
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
    // Messages of a level; the category is "default" or "probe.talk".
    Q_INVOKABLE void say(const QString &level, const QString &category, const QString &text) const;
    Q_INVOKABLE void sayLater(const QString &text);
    Q_INVOKABLE void sayObject(QObject *object) const;
    Q_INVOKABLE void sayFromThread(const QString &text, int delayMilliseconds) const;
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
    void recursiveChanged(int value);
    void everything(bool flag, int number, qlonglong big, double real, const QString &text, const QByteArray &bytes,
                    const QVariantMap &map, const QDateTime &dateTime, qta::testing::Probe::Mood mood, const QSize &size);
    void overloadedSignal(int number);
    void overloadedSignal(const QString &text);
    void withDefaultArgument(int number = 3);

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
    QPointer<QObject> m_object;
    QPointer<Probe> m_peer;
    qint8 m_signedOctet = 0;
    short m_shorter = 0;
    ushort m_unsignedShort = 0;
    uint m_natural = 0;
    QChar m_character;
    QVariantHash m_hash;
    int m_recursive = 0;
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
