/****************************************************************************
** Meta object code from reading C++ file 'qml_types.h'
**
** Created by: The Qt Meta Object Compiler version 68 (Qt 6.4.2)
**
** WARNING! All changes made in this file will be lost!
*****************************************************************************/

#include <memory>
#include "../../../quick/qml_types.h"
#include <QtCore/qmetatype.h>
#if !defined(Q_MOC_OUTPUT_REVISION)
#error "The header file 'qml_types.h' doesn't include <QObject>."
#elif Q_MOC_OUTPUT_REVISION != 68
#error "This file was generated using the moc from 6.4.2. It"
#error "cannot be used with the include files from this version of Qt."
#error "(The moc has changed too much.)"
#endif

#ifndef Q_CONSTINIT
#define Q_CONSTINIT
#endif

QT_BEGIN_MOC_NAMESPACE
QT_WARNING_PUSH
QT_WARNING_DISABLE_DEPRECATED
namespace {
struct qt_meta_stringdata_QmlTypes_t {
    uint offsetsAndSizes[38];
    char stringdata0[9];
    char stringdata1[7];
    char stringdata2[1];
    char stringdata3[5];
    char stringdata4[11];
    char stringdata5[11];
    char stringdata6[10];
    char stringdata7[12];
    char stringdata8[7];
    char stringdata9[6];
    char stringdata10[6];
    char stringdata11[8];
    char stringdata12[11];
    char stringdata13[7];
    char stringdata14[10];
    char stringdata15[7];
    char stringdata16[6];
    char stringdata17[10];
    char stringdata18[6];
};
#define QT_MOC_LITERAL(ofs, len) \
    uint(sizeof(qt_meta_stringdata_QmlTypes_t::offsetsAndSizes) + ofs), len 
Q_CONSTINIT static const qt_meta_stringdata_QmlTypes_t qt_meta_stringdata_QmlTypes = {
    {
        QT_MOC_LITERAL(0, 8),  // "QmlTypes"
        QT_MOC_LITERAL(9, 6),  // "define"
        QT_MOC_LITERAL(16, 0),  // ""
        QT_MOC_LITERAL(17, 4),  // "name"
        QT_MOC_LITERAL(22, 10),  // "properties"
        QT_MOC_LITERAL(33, 10),  // "signalList"
        QT_MOC_LITERAL(44, 9),  // "functions"
        QT_MOC_LITERAL(54, 11),  // "makeElement"
        QT_MOC_LITERAL(66, 6),  // "module"
        QT_MOC_LITERAL(73, 5),  // "major"
        QT_MOC_LITERAL(79, 5),  // "minor"
        QT_MOC_LITERAL(85, 7),  // "element"
        QT_MOC_LITERAL(93, 10),  // "emitSignal"
        QT_MOC_LITERAL(104, 6),  // "object"
        QT_MOC_LITERAL(111, 9),  // "arguments"
        QT_MOC_LITERAL(121, 6),  // "settle"
        QT_MOC_LITERAL(128, 5),  // "token"
        QT_MOC_LITERAL(134, 9),  // "fulfilled"
        QT_MOC_LITERAL(144, 5)   // "value"
    },
    "QmlTypes",
    "define",
    "",
    "name",
    "properties",
    "signalList",
    "functions",
    "makeElement",
    "module",
    "major",
    "minor",
    "element",
    "emitSignal",
    "object",
    "arguments",
    "settle",
    "token",
    "fulfilled",
    "value"
};
#undef QT_MOC_LITERAL
} // unnamed namespace

Q_CONSTINIT static const uint qt_meta_data_QmlTypes[] = {

 // content:
      10,       // revision
       0,       // classname
       0,    0, // classinfo
       4,   14, // methods
       0,    0, // properties
       0,    0, // enums/sets
       0,    0, // constructors
       0,       // flags
       0,       // signalCount

 // methods: name, argc, parameters, tag, flags, initial metatype offsets
       1,    4,   38,    2, 0x02,    1 /* Public */,
       7,    5,   47,    2, 0x02,    6 /* Public */,
      12,    3,   58,    2, 0x02,   12 /* Public */,
      15,    3,   65,    2, 0x02,   16 /* Public */,

 // methods: parameters
    QMetaType::Void, QMetaType::QString, QMetaType::QVariantList, QMetaType::QVariantList, QMetaType::QVariantList,    3,    4,    5,    6,
    QMetaType::QString, QMetaType::QString, QMetaType::QString, QMetaType::Int, QMetaType::Int, QMetaType::QString,    3,    8,    9,   10,   11,
    QMetaType::Bool, QMetaType::QObjectStar, QMetaType::QString, QMetaType::QVariantList,   13,    3,   14,
    QMetaType::Bool, QMetaType::Int, QMetaType::Bool, QMetaType::QVariant,   16,   17,   18,

       0        // eod
};

Q_CONSTINIT const QMetaObject QmlTypes::staticMetaObject = { {
    QMetaObject::SuperData::link<QObject::staticMetaObject>(),
    qt_meta_stringdata_QmlTypes.offsetsAndSizes,
    qt_meta_data_QmlTypes,
    qt_static_metacall,
    nullptr,
    qt_incomplete_metaTypeArray<qt_meta_stringdata_QmlTypes_t,
        // Q_OBJECT / Q_GADGET
        QtPrivate::TypeAndForceComplete<QmlTypes, std::true_type>,
        // method 'define'
        QtPrivate::TypeAndForceComplete<void, std::false_type>,
        QtPrivate::TypeAndForceComplete<const QString &, std::false_type>,
        QtPrivate::TypeAndForceComplete<const QVariantList &, std::false_type>,
        QtPrivate::TypeAndForceComplete<const QVariantList &, std::false_type>,
        QtPrivate::TypeAndForceComplete<const QVariantList &, std::false_type>,
        // method 'makeElement'
        QtPrivate::TypeAndForceComplete<QString, std::false_type>,
        QtPrivate::TypeAndForceComplete<const QString &, std::false_type>,
        QtPrivate::TypeAndForceComplete<const QString &, std::false_type>,
        QtPrivate::TypeAndForceComplete<int, std::false_type>,
        QtPrivate::TypeAndForceComplete<int, std::false_type>,
        QtPrivate::TypeAndForceComplete<const QString &, std::false_type>,
        // method 'emitSignal'
        QtPrivate::TypeAndForceComplete<bool, std::false_type>,
        QtPrivate::TypeAndForceComplete<QObject *, std::false_type>,
        QtPrivate::TypeAndForceComplete<const QString &, std::false_type>,
        QtPrivate::TypeAndForceComplete<const QVariantList &, std::false_type>,
        // method 'settle'
        QtPrivate::TypeAndForceComplete<bool, std::false_type>,
        QtPrivate::TypeAndForceComplete<int, std::false_type>,
        QtPrivate::TypeAndForceComplete<bool, std::false_type>,
        QtPrivate::TypeAndForceComplete<const QVariant &, std::false_type>
    >,
    nullptr
} };

void QmlTypes::qt_static_metacall(QObject *_o, QMetaObject::Call _c, int _id, void **_a)
{
    if (_c == QMetaObject::InvokeMetaMethod) {
        auto *_t = static_cast<QmlTypes *>(_o);
        (void)_t;
        switch (_id) {
        case 0: _t->define((*reinterpret_cast< std::add_pointer_t<QString>>(_a[1])),(*reinterpret_cast< std::add_pointer_t<QVariantList>>(_a[2])),(*reinterpret_cast< std::add_pointer_t<QVariantList>>(_a[3])),(*reinterpret_cast< std::add_pointer_t<QVariantList>>(_a[4]))); break;
        case 1: { QString _r = _t->makeElement((*reinterpret_cast< std::add_pointer_t<QString>>(_a[1])),(*reinterpret_cast< std::add_pointer_t<QString>>(_a[2])),(*reinterpret_cast< std::add_pointer_t<int>>(_a[3])),(*reinterpret_cast< std::add_pointer_t<int>>(_a[4])),(*reinterpret_cast< std::add_pointer_t<QString>>(_a[5])));
            if (_a[0]) *reinterpret_cast< QString*>(_a[0]) = std::move(_r); }  break;
        case 2: { bool _r = _t->emitSignal((*reinterpret_cast< std::add_pointer_t<QObject*>>(_a[1])),(*reinterpret_cast< std::add_pointer_t<QString>>(_a[2])),(*reinterpret_cast< std::add_pointer_t<QVariantList>>(_a[3])));
            if (_a[0]) *reinterpret_cast< bool*>(_a[0]) = std::move(_r); }  break;
        case 3: { bool _r = _t->settle((*reinterpret_cast< std::add_pointer_t<int>>(_a[1])),(*reinterpret_cast< std::add_pointer_t<bool>>(_a[2])),(*reinterpret_cast< std::add_pointer_t<QVariant>>(_a[3])));
            if (_a[0]) *reinterpret_cast< bool*>(_a[0]) = std::move(_r); }  break;
        default: ;
        }
    }
}

const QMetaObject *QmlTypes::metaObject() const
{
    return QObject::d_ptr->metaObject ? QObject::d_ptr->dynamicMetaObject() : &staticMetaObject;
}

void *QmlTypes::qt_metacast(const char *_clname)
{
    if (!_clname) return nullptr;
    if (!strcmp(_clname, qt_meta_stringdata_QmlTypes.stringdata0))
        return static_cast<void*>(this);
    return QObject::qt_metacast(_clname);
}

int QmlTypes::qt_metacall(QMetaObject::Call _c, int _id, void **_a)
{
    _id = QObject::qt_metacall(_c, _id, _a);
    if (_id < 0)
        return _id;
    if (_c == QMetaObject::InvokeMetaMethod) {
        if (_id < 4)
            qt_static_metacall(this, _c, _id, _a);
        _id -= 4;
    } else if (_c == QMetaObject::RegisterMethodArgumentMetaType) {
        if (_id < 4)
            *reinterpret_cast<QMetaType *>(_a[0]) = QMetaType();
        _id -= 4;
    }
    return _id;
}
QT_WARNING_POP
QT_END_MOC_NAMESPACE
