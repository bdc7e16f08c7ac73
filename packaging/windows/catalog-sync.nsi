; SPDX-License-Identifier: GPL-3.0-or-later
; The installer for Windows: for one user, without administrator's rights.
; Made by packaging/windows_installer.py, which gives VERSION, NUMBERS (four, for Windows), PAYLOAD
; (the folder PyInstaller made on Windows), ICON, LICENCE and OUTPUT.
;
; Silent:  setup.exe /S [/AUTOSTART=yes|no] [/D=C:\folder]        (/D last, and not quoted)
;          uninstall.exe /S [/REMOVEDATA=yes]
; Exit status: 0 done, 1 cancelled, 2 failed, 3 Catalog Sync runs and did not stop.

Unicode true
Target amd64-unicode
ManifestDPIAware true
ManifestSupportedOS Win10
RequestExecutionLevel user
SetCompressor /SOLID lzma
SetDateSave on

!include LogicLib.nsh
!include FileFunc.nsh
!include MUI2.nsh
!include Sections.nsh
!include WinVer.nsh

!define NAME "Catalog Sync"
!define CONSOLE "catalogsync-gui.exe"
!define WINDOW "catalogsync-guiw.exe"
!define OWN_KEY "Software\Catalog Sync"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Catalog Sync"
; As catalogsync_gui/autostart/registry.py writes and reads them.
!define RUN_KEY "Software\Microsoft\Windows\CurrentVersion\Run"
!define APPROVED_KEY "Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
!define RUN_VALUE "Catalog Sync"

Name "${NAME}"
BrandingText "${NAME} ${VERSION}"
OutFile "${OUTPUT}"
InstallDir "$LOCALAPPDATA\Programs\Catalog Sync"
InstallDirRegKey HKCU "${OWN_KEY}" "InstallDir"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_COMPONENTSPAGE_SMALLDESC
!define MUI_FINISHPAGE_RUN
!define MUI_FINISHPAGE_RUN_TEXT "$(TEXT_START)"
!define MUI_FINISHPAGE_RUN_FUNCTION StartProgram

!insertmacro MUI_PAGE_LICENSE "${LICENCE}"
!insertmacro MUI_PAGE_COMPONENTS
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE CheckFolder
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_COMPONENTS
!insertmacro MUI_UNPAGE_INSTFILES

; The language of Windows is taken; the first is for all others.
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "SimpChinese"

!macro TEXT NAME ENGLISH CHINESE
  LangString ${NAME} ${LANG_ENGLISH} "${ENGLISH}"
  LangString ${NAME} ${LANG_SIMPCHINESE} "${CHINESE}"
!macroend
!insertmacro TEXT TEXT_PROGRAM "Catalog Sync" "Catalog Sync"
!insertmacro TEXT TEXT_PROGRAM_MORE "The program." "程序本身。"
!insertmacro TEXT TEXT_MENU "Start menu" "开始菜单"
!insertmacro TEXT TEXT_MENU_MORE "An entry in the Start menu." "在开始菜单中添加快捷方式。"
!insertmacro TEXT TEXT_AUTOSTART "Start with Windows" "开机时启动"
!insertmacro TEXT TEXT_AUTOSTART_MORE "Starts in the tray when you log in. The settings can change it." "登录时在通知区域中启动。之后可以在设置中更改。"
!insertmacro TEXT TEXT_START "Start Catalog Sync" "启动 Catalog Sync"
!insertmacro TEXT TEXT_RUNS "Catalog Sync is running and did not stop. Quit it from its tray icon, then try again." "Catalog Sync 正在运行，未能停止。请从通知区域的图标退出程序，然后重试。"
!insertmacro TEXT TEXT_STOPPING "Stopping Catalog Sync…" "正在停止 Catalog Sync…"
!insertmacro TEXT TEXT_OLD "Windows 10 (64-bit, version 1809) or newer is needed." "需要 Windows 10（64 位，1809 版）或更高版本。"
!insertmacro TEXT TEXT_TAKEN "This folder holds something else. Choose an empty folder, or the one Catalog Sync is in." "此文件夹中有其他文件。请选择一个空文件夹，或 Catalog Sync 所在的文件夹。"
!insertmacro TEXT TEXT_REMOVE "Catalog Sync" "Catalog Sync"
!insertmacro TEXT TEXT_REMOVE_MORE "The program and its entries. Your music stays in any case." "程序及其快捷方式。您的音乐始终保留。"
!insertmacro TEXT TEXT_DATA "Settings and catalogue" "设置和目录"
!insertmacro TEXT TEXT_DATA_MORE "Also removes settings, subscriptions, history and logs. Leave it off to keep them for later." "同时删除设置、订阅、历史记录和日志。如需以后继续使用，请勿选择。"

VIProductVersion "${NUMBERS}"
VIFileVersion "${NUMBERS}"
!macro VERSION_TEXTS LANGUAGE WORDS
  VIAddVersionKey /LANG=${LANGUAGE} "ProductName" "${NAME}"
  VIAddVersionKey /LANG=${LANGUAGE} "ProductVersion" "${VERSION}"
  VIAddVersionKey /LANG=${LANGUAGE} "FileVersion" "${VERSION}"
  VIAddVersionKey /LANG=${LANGUAGE} "FileDescription" "${WORDS}"
  VIAddVersionKey /LANG=${LANGUAGE} "CompanyName" "The Catalog Sync developers"
  VIAddVersionKey /LANG=${LANGUAGE} "LegalCopyright" "GPL-3.0-or-later"
!macroend
!insertmacro VERSION_TEXTS ${LANG_ENGLISH} "Catalog Sync Setup"
!insertmacro VERSION_TEXTS ${LANG_SIMPCHINESE} "Catalog Sync 安装程序"

; Has a running instance end, so that its files can be replaced. "quit" waits for its end; one that
; runs on another profile, or a version that does not know "quit", is left to the person.
!macro STOP_RUNNING PREFIX
Function ${PREFIX}StopRunning
  ${IfNot} ${FileExists} "$INSTDIR\${CONSOLE}"
    Return
  ${EndIf}
  DetailPrint "$(TEXT_STOPPING)"
  nsExec::ExecToLog /TIMEOUT=30000 '"$INSTDIR\${CONSOLE}" quit'
  Pop $0
  StrCpy $1 0
  ${Do}
    ; Windows lets nobody write to a program that runs.
    StrCpy $3 "no"
    ClearErrors
    FileOpen $2 "$INSTDIR\${CONSOLE}" a
    ${If} ${Errors}
      StrCpy $3 "yes"
    ${Else}
      FileClose $2
    ${EndIf}
    ${If} ${FileExists} "$INSTDIR\${WINDOW}"
      ClearErrors
      FileOpen $2 "$INSTDIR\${WINDOW}" a
      ${If} ${Errors}
        StrCpy $3 "yes"
      ${Else}
        FileClose $2
      ${EndIf}
    ${EndIf}
    ${If} $3 == "no"
      Return
    ${EndIf}
    ${If} $1 < 10
      ; The process is still leaving.
      IntOp $1 $1 + 1
      Sleep 500
    ${Else}
      StrCpy $1 0
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(TEXT_RUNS)" /SD IDCANCEL IDRETRY again
      SetErrorLevel 3
      Quit
      again:
    ${EndIf}
  ${Loop}
FunctionEnd
!macroend
!insertmacro STOP_RUNNING ""
!insertmacro STOP_RUNNING "un."

; What of a former version is there goes first: files that this version has no more would stay.
!macro REMOVE_PROGRAM
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\${CONSOLE}"
  Delete "$INSTDIR\${WINDOW}"
!macroend

Section "!$(TEXT_PROGRAM)" Program
  SectionIn RO
  Call StopRunning
  ${If} ${FileExists} "$INSTDIR\${CONSOLE}"
    !insertmacro REMOVE_PROGRAM
  ${EndIf}
  SetOutPath "$INSTDIR"
  ClearErrors
  File /r "${PAYLOAD}/*"
  ${If} ${Errors}
    SetErrorLevel 2
    Abort
  ${EndIf}
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKCU "${OWN_KEY}" "InstallDir" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "Publisher" "The Catalog Sync developers"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\${WINDOW},0"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "EstimatedSize" $0
SectionEnd

Section "$(TEXT_MENU)" Menu
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\${WINDOW}"
SectionEnd

Section /o "$(TEXT_AUTOSTART)" Autostart
  WriteRegStr HKCU "${RUN_KEY}" "${RUN_VALUE}" '"$INSTDIR\${WINDOW}" --minimized'
  ; The Task Manager's word on a former entry.
  DeleteRegValue HKCU "${APPROVED_KEY}" "${RUN_VALUE}"
SectionEnd

; Runs last: whoever unticks something has an older version's entry removed.
Section "-Unticked"
  ${IfNot} ${SectionIsSelected} ${Menu}
    Delete "$SMPROGRAMS\${NAME}.lnk"
  ${EndIf}
  ${IfNot} ${SectionIsSelected} ${Autostart}
    DeleteRegValue HKCU "${RUN_KEY}" "${RUN_VALUE}"
    DeleteRegValue HKCU "${APPROVED_KEY}" "${RUN_VALUE}"
  ${EndIf}
SectionEnd

!insertmacro MUI_FUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${Program} "$(TEXT_PROGRAM_MORE)"
  !insertmacro MUI_DESCRIPTION_TEXT ${Menu} "$(TEXT_MENU_MORE)"
  !insertmacro MUI_DESCRIPTION_TEXT ${Autostart} "$(TEXT_AUTOSTART_MORE)"
!insertmacro MUI_FUNCTION_DESCRIPTION_END

Function .onInit
  SetShellVarContext current
  ${IfNot} ${AtLeastWin10}
    MessageBox MB_OK|MB_ICONSTOP "$(TEXT_OLD)" /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
  ; An upgrade keeps what is switched on, also where the settings did it; the command line decides.
  ReadRegStr $0 HKCU "${RUN_KEY}" "${RUN_VALUE}"
  ${If} $0 != ""
    !insertmacro SelectSection ${Autostart}
  ${EndIf}
  ReadRegStr $0 HKCU "${UNINSTALL_KEY}" "DisplayVersion"
  ${If} $0 != ""
  ${AndIfNot} ${FileExists} "$SMPROGRAMS\${NAME}.lnk"
    !insertmacro UnselectSection ${Menu}
  ${EndIf}
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/AUTOSTART=" $1
  ${IfNot} ${Errors}
    ${If} $1 == "yes"
      !insertmacro SelectSection ${Autostart}
    ${Else}
      !insertmacro UnselectSection ${Autostart}
    ${EndIf}
  ${EndIf}
  ${If} ${Silent}
    Call CheckFolder
  ${EndIf}
FunctionEnd

; A folder with other things in it is none to install into: "_internal" is replaced as a whole.
Function CheckFolder
  ${If} ${FileExists} "$INSTDIR\_internal\*.*"
  ${AndIfNot} ${FileExists} "$INSTDIR\${CONSOLE}"
    MessageBox MB_OK|MB_ICONEXCLAMATION "$(TEXT_TAKEN)" /SD IDOK
    ${If} ${Silent}
      SetErrorLevel 2
      Quit
    ${EndIf}
    Abort
  ${EndIf}
FunctionEnd

Function StartProgram
  Exec '"$INSTDIR\${WINDOW}"'
FunctionEnd

Section "!un.$(TEXT_REMOVE)" UnProgram
  SectionIn RO
  Call un.StopRunning
  !insertmacro REMOVE_PROGRAM
  Delete "$INSTDIR\uninstall.exe"
  ; Only if nothing of anybody's is in it: a portable profile, for one.
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  DeleteRegValue HKCU "${RUN_KEY}" "${RUN_VALUE}"
  DeleteRegValue HKCU "${APPROVED_KEY}" "${RUN_VALUE}"
  DeleteRegKey HKCU "${UNINSTALL_KEY}"
  DeleteRegKey HKCU "${OWN_KEY}"
SectionEnd

; Off unless ticked. Where catalogsync_gui/paths.py keeps the user's own profile.
Section /o "un.$(TEXT_DATA)" UnData
  RMDir /r "$LOCALAPPDATA\catalog-sync"
  RMDir /r "$TEMP\catalog-sync"
SectionEnd

!insertmacro MUI_UNFUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${UnProgram} "$(TEXT_REMOVE_MORE)"
  !insertmacro MUI_DESCRIPTION_TEXT ${UnData} "$(TEXT_DATA_MORE)"
!insertmacro MUI_UNFUNCTION_DESCRIPTION_END

Function un.onInit
  SetShellVarContext current
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/REMOVEDATA=" $1
  ${IfNot} ${Errors}
  ${AndIf} $1 == "yes"
    !insertmacro SelectSection ${UnData}
  ${EndIf}
FunctionEnd
