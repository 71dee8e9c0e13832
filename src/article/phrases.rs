//! The phrases of the page's own lines, in lower case, one a line. Words only; what they condemn is said in `furniture.rs`.

/// Beginnings of invitations. A star at the end means that the line may go on; otherwise it must end or go on after a mark.
pub(super) const OPENINGS: &str = "\
read original article*
read the original article*
read more
read more about*
read more on*
read more at*
read more here*
read more from*
read more:*
read next
read next:*
read also
read also:*
also read
also read:*
read the full story*
read the full article*
read the rest of*
read full story*
continue reading*
keep reading*
sign up for*
sign up to*
sign up here*
sign up now*
subscribe
subscribe to*
subscribe now*
subscribe for*
subscribe here*
subscribe today*
follow us
follow us on*
follow us at*
follow our live*
follow our coverage*
follow our channel*
follow the story*
like us on*
join us on*
join our channel*
join our whatsapp*
join our telegram*
join our newsletter*
join our mailing*
join our community*
share this
share this article*
share this story*
share this post*
share this page*
share this on*
share this with*
click here*
tap here*
click to*
click on the link*
advertisement
advertising
sponsored
sponsored content*
story continues below*
article continues below*
article continues after*
scroll to continue*
loading...
loading…
related
related:*
related article*
related stories
related stories:*
related topics*
related content*
recommended
recommended for you*
recommended stories*
more on this story*
more on this topic*
most read*
most popular*
see also
see also:*
you may also like*
you might also like*
watch:*
watch more videos*
listen:*
listen to this article*
download our app*
download the app*
get the latest news*
get our app*
get our newsletter*
get our free*
get our daily*
get breaking news*
stay up to date*
stay informed*
support our journalism*
support independent journalism*
support us
support us on*
become a member*
donate now*
have a tip?*
got a tip?*
contact us
contact us at*
email us
email us at*
your email address*
leave a comment*
leave a reply*
view comments*
show comments*
comments
post a comment*
tags:*
filed under*
topics:*
terms of use*
terms of service*
privacy policy*
cookie policy*
this article was originally published*
this story was originally published*
this article originally appeared*
this article first appeared*
this story has been updated*
(reporting by*
additional reporting by*
(additional reporting by*
(editing by*
photo gallery*
view gallery*
view on facebook*
view this post on*
open image in*
back to top*
skip to content*
skip to main*
print this
print this article*
copy link*
enlarge this image*
hide caption*
toggle caption*
learn more about our*
our standards:*
opens in new window*
opens in new tab*
top stories
latest news
up next
anzeige
werbung
publicité
publicidad
pubblicità
reklama
reclame
annonse
annons
реклама
広告
广告
إعلان
विज्ञापन
sign up
don't miss
don't miss:*
lire aussi
lire aussi:*
lire aussi :*
à lire aussi*
a lire aussi*
lesen sie auch*
mehr zum thema*
lea también*
lea además*
te puede interesar*
leia também*
leia mais*
leggi anche*
lees ook*
läs också*
läs även*
les også*
læs også*
lue myös*
czytaj też*
czytaj także*
zobacz też*
čtěte také*
baca juga*
читайте также*
читать также*
читайте також*
اقرأ أيضا*
اقرأ أيضًا*
यह भी पढ़ें*
ये भी पढ़ें*
関連記事*
あわせて読みたい*
相关阅读*
延伸阅读*
延伸閱讀*
更多新闻*";

/// Notices that are plain wherever they stand.
pub(super) const NOTICES: &str = "\
this site uses cookies
this article is more than
get unlimited access
get unlimited digital access
please enable javascript
your browser does not support
this website uses cookies
we use cookies to
all rights reserved
may not be published, broadcast
read original article here
sign up for our newsletter
sign up to our newsletter
subscribe to our newsletter
subscribe to our channel
; editing by
contributed to this report
contributed reporting
contributed to this article
contributed to this story
follow us on twitter
follow us on facebook
follow us on instagram
follow us on telegram
follow us on x
follow us on whatsapp
contact the reporter at
support my work with a digital subscription
for more stories like this
will appear in print on
this page was last updated
please use chrome browser
you need to enable javascript
thank you for reading
already a subscriber
click here to subscribe
click here to read
click here to sign up
click here for more
terms of service apply
this site is protected by recaptcha";

/// Beginnings of headings over what is the page's own; as lines they could be the story's.
pub(super) const HEADINGS: &str = "\
share on*
trending now*
more stories*
more from*
what to read next*
about the author*
editor's picks*
editors' picks*
most viewed*
more about*
more on*
comments*
newsletter*
share
tags
topics
in this article*
on this page*
table of contents*
contents
also in*";

/// Lines over what readers write, after which nothing of the story comes; a number before them counts it.
pub(super) const COMMENTS: &str = "\
comments
comment
comments:
reader comments
readers' comments
view comments
show comments
leave a comment
leave a reply
post a comment
add a comment
write a comment
join the conversation
join the discussion
discussion about this post
share or comment on this article
thoughts on
thought on
responses to
response to
replies to
kommentare
kommentar schreiben
commentaires
laisser un commentaire
comentarios
deja un comentario
comentários
deixe um comentário
commenti
lascia un commento
reacties
kommentarer
komentarze
комментарии
оставить комментарий
コメント
评论
發表評論
التعليقات
اترك تعليقا
टिप्पणियाँ";

/// What stands before a date in a line that gives one.
pub(super) const DATED: &str = "\
published
updated
posted
last updated
last modified
publié le
mis à jour le
modifié le
veröffentlicht am
aktualisiert am
erschienen am
publicado el
publicado em
actualizado
atualizado
pubblicato il
aggiornato il
gepubliceerd op
bijgewerkt
publicerad
uppdaterad
publisert
oppdatert
udgivet
opdateret
julkaistu
opublikowano
aktualizacja
опубликовано
обновлено
发布时间
更新时间
公開日
更新日";
